// Ordinary calls, and twenty refreshes at once.
import { atExpiry } from './clock.js';
import { $, el, press, put, say } from './dom.js';
import { client, look, read, state } from './session.js';
import { confirm, maxAgeOf } from './stepup.js';
import { reason } from './words.js';

const racers = 20;
const tabs = new BroadcastChannel('sessvm-demo');

async function call(name, path, init, again = false) {
  let exchanged = false;
  const stop = client.on('refreshed', () => (exchanged = true));
  const answer = await client.request(path, init);
  stop();
  const body = await read(answer);
  if (body.rsn === 'step-up-required' && !again && (await confirm({ maxAge: maxAgeOf(answer) }))) return call(name, path, init, true);
  const first = exchanged ? 'The first answer was “expired”; the client exchanged the token and asked again. ' : '';
  $('answer').dataset.tone = answer.ok ? 'good' : 'bad';
  put('answer', `${answer.status}  ${JSON.stringify(body)}`);
  if (answer.ok) say(`${first}${name}: the server knows you as ${body.sub ?? state?.sub}.`, 'good');
  else if (answer.status === 403) say(`${first}${name}: ${reason(body.rsn ?? 'forbidden')}`, 'warn');
  else if (answer.status !== 401) say(`${name}: ${reason(body.rsn)}`, 'bad');
  await look(answer.ok);
}

/** One refresh straight onto the wire, past the client that would share it. */
async function racer(dot) {
  const headers = { ...client.http(), 'Content-Type': 'application/json' };
  const body = JSON.stringify({ did: client.getDeviceId() ?? undefined });
  const answer = await fetch('/auth/refresh', { method: 'POST', headers, body });
  const told = await read(answer);
  dot.dataset.got = told.ok ? (told.refreshed ? 'next' : 'same') : 'refused';
  return told;
}

async function race() {
  const before = state.generation;
  const dots = Array.from({ length: racers }, () => el('li'));
  $('dots').replaceChildren(...dots);
  put('race-result', 'They are off…');
  const answers = await Promise.all(dots.map((dot) => racer(dot).catch(() => ({ ok: false }))));
  const fresh = answers.find((answer) => answer.refreshed && answer.atk);
  if (fresh) client.setAccessToken(fresh.atk);
  await look(true);

  const good = answers.filter((answer) => answer.ok).length;
  const moved = state.generation - before;
  const outcome =
    moved === 0
      ? 'the token was still good, and all were handed the same one'
      : `generation ${before} gave way to ${state.generation}: ${moved === 1 ? 'one exchange, one successor for all' : `${moved} exchanges`}`;
  put('race-result', `${racers} asked at once, ${good} were answered: ${outcome}.`);
}

async function enter() {
  if (!state) return;
  if (!$('race-wait').checked) return race();
  atExpiry(race);
  put('race-result', 'On their marks: they start when the token has run out.');
}

/** Takes away what an earlier session left. */
export function clearCalls() {
  atExpiry(null);
  delete $('answer').dataset.tone;
  put('answer', 'The answers appear here.');
  put('race-result', '');
  $('dots').replaceChildren();
}

export function startCalls() {
  press('profile', () => call('Profile', '/api/profile'));
  press('profile-save', () =>
    call('Profile, saved', '/api/profile', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }),
  );
  press('admin', () => call('Admin', '/api/admin'));
  press('email', () =>
    call('E-mail, changed', '/api/email', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${state?.sub ?? 'me'}@example.com` }),
    }),
  );
  press('race', () => {
    tabs.postMessage({ race: $('race-wait').checked });
    return enter();
  });
  tabs.onmessage = ({ data }) => {
    $('race-wait').checked = data.race;
    enter().catch(() => say('This tab could not join the race: the server did not answer.', 'bad'));
  };
}
