// The stream of what happens to this subject's sessions.
import { showAsked } from './asking.js';
import { $, el, log, put } from './dom.js';
import { client, state, unasked } from './session.js';
import { brief, time } from './words.js';

let stop = null;

function mark(live) {
  $('events-state').dataset.state = live ? 'open' : 'closed';
  put('events-state', live ? 'live' : 'not live');
}

const tones = [
  [/replay|ended|revoked/, 'bad'],
  [/refused|step|held/, 'warn'],
  [/started|renewed|healed|accepted/, 'good'],
];

// The same thing many times over (a race) is one line with a count.
function again(event) {
  const newest = $('events').firstElementChild;
  const key = [event.kind, event.sid, event.text].join('\n');
  if (newest?.key !== key) return key;
  newest.count = (newest.count ?? 1) + 1;
  newest.querySelector('i').textContent = `${newest.count} times`;
  newest.querySelector('time').textContent = time(event.at);
  return null;
}

function show(event) {
  const key = again(event);
  if (!key) return;
  const tone = tones.find(([kinds]) => kinds.test(event.kind))?.[1] ?? 'plain';
  const whose = event.sid === state?.sid ? 'this session' : brief(event.sid);
  const row = el(
    'li',
    { 'data-tone': tone, 'data-kind': event.kind },
    el('time', { datetime: event.at }, time(event.at)),
    el('span', {}, el('b', {}, event.kind), ' ', event.text, ' ', el('i', {}), ' ', el('small', {}, whose)),
  );
  row.key = key;
  log('events', row);
}

/** Reads server-sent events from a fetch, which can authenticate in either mode; EventSource cannot. */
async function follow(signal, onEvent) {
  const headers = { ...unasked, Accept: 'text/event-stream' };
  const answer = await client.request('/demo/events', { headers, signal });
  if (!answer.ok) return answer.status !== 401;
  mark(true);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n');
      if (!data) continue;
      const event = JSON.parse(data);
      show(event);
      showAsked(event);
      onEvent(event);
    }
  }
}

export async function openEvents(onEvent) {
  closeEvents();
  const mine = (stop = new AbortController());
  let again = true;
  while (again && stop === mine) {
    again = await follow(mine.signal, onEvent).catch(() => true);
    if (stop === mine) mark(false);
    if (again && stop === mine) await new Promise((go) => setTimeout(go, 2000));
  }
}

/** Leaves the stream to the server, which ends it after its last word: why the session ended. */
export function leaveEvents() {
  stop = null;
  mark(false);
}

export function closeEvents() {
  stop?.abort();
  leaveEvents();
}
