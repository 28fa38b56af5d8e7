// Who is asking: what the server remembers of the device, and whom it accepted or refused.
import { $, el, log, put } from './dom.js';
import { now, watch } from './session.js';
import { ago, time } from './words.js';

function traits(told) {
  $('traits').replaceChildren(
    ...told.traits.map(({ name, remembered, said }) =>
      el(
        'tr',
        { 'data-same': remembered === said },
        el('th', { scope: 'row' }, name),
        el('td', {}, remembered ?? '–'),
        el('td', {}, said ?? '–'),
      ),
    ),
  );
}

/** Shows an event that tells who was asking. */
export function showAsked(event) {
  if (!event.asked) return;
  const tone = { refused: 'bad', replay: 'bad', 'step-up': 'warn' }[event.kind] ?? 'good';
  log(
    'asked',
    el(
      'li',
      { 'data-tone': tone, 'data-kind': event.kind },
      el('time', { datetime: event.at }, time(event.at)),
      el('span', {}, el('b', {}, event.kind), ' ', event.text),
    ),
    40,
  );
}

export function startAsking() {
  let last = null;
  watch((told) => {
    last = told;
    traits(told);
  });
  setInterval(() => last && put('l-fresh', ago((now() - Date.parse(last.authenticatedAt)) / 1000)), 1000);
}
