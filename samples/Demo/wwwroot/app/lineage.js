// What the server remembers of this session.
import { $, el, put } from './dom.js';
import { now, state, until, watch } from './session.js';
import { ago, brief, span, time } from './words.js';

const shown = 5; // generations in the chain

function chain({ generation, floor, seenAt, held }) {
  const first = Math.max(1, generation - shown + 1);
  const links = [];
  if (first > 1) links.push(el('li', { class: 'more' }, '…'));
  for (let one = first; one <= generation; one++) {
    const what =
      one === generation ? (seenAt ? 'current' : 'unseen') : one < floor ? 'refused' : one === generation - 1 ? 'previous' : 'past';
    const word = { current: 'current', unseen: 'not seen yet', refused: 'refused', previous: 'before', past: '' }[what];
    links.push(el('li', { 'data-what': what }, el('b', {}, String(one)), el('span', {}, word)));
  }
  if (held) links.push(el('li', { 'data-what': 'held' }, el('b', {}, '!'), el('span', {}, 'held')));
  $('chain').replaceChildren(...links);
}

const since = (iso) => ago((now() - Date.parse(iso)) / 1000);

function spans() {
  if (!state) return;
  put('l-seen', state.seenAt ? since(state.seenAt) : 'not yet');
  put('l-issued', `${time(state.issuedAt)}, ${since(state.issuedAt)}`);
  put('l-idle', `in ${span(until(state.idleDeadline))}`);
  put('l-deadline', `in ${span(until(state.deadline))}`);
}

export function startLineage() {
  watch((told) => {
    chain(told);
    put('l-generation', String(told.generation));
    put('l-holder', told.held ? `${told.holder} (held until you sign in again)` : told.holder);
    put('l-floor', told.floor > 1 ? `generation ${told.floor}` : 'nothing yet');
    put('l-key', `no. ${told.key}`);
    put('l-sid', brief(told.sid));
    $('l-sid').title = told.sid;
    spans();
  });
  setInterval(spans, 1000);
}
