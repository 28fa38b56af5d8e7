// The subject's sessions, and ending them.
import { $, el, press, say } from './dom.js';
import { client, fresh, now, read, unasked } from './session.js';
import { ago, brief, reason } from './words.js';

let due;

export async function showDevices() {
  if (!fresh()) return;
  const answer = await client.request('/auth/sessions', { headers: unasked });
  if (!answer.ok) return;
  const { sessions } = await answer.json();
  const first = (one) => (one.current ? 0 : 1);
  sessions.sort((a, b) => first(a) - first(b) || b.seen.localeCompare(a.seen));
  const focused = document.activeElement?.closest?.('[data-sid]')?.dataset.sid;
  $('devices').replaceChildren(...sessions.map(row));
  if (focused) $('devices').querySelector(`[data-sid="${CSS.escape(focused)}"] button`)?.focus();
  $('revoke-others').disabled = sessions.length < 2;
}

/** Shows them soon; many calls make one. */
export function showDevicesSoon() {
  clearTimeout(due);
  due = setTimeout(() => showDevices().catch(() => {}), 200);
}

function row(one) {
  const name = one.device || [one.browser, one.system].filter(Boolean).join(' on ') || 'Unknown';
  const lines = [`seen ${ago((now() - Date.parse(one.seen)) / 1000)}`, one.network, brief(one.sid)].filter(Boolean);
  return el(
    'li',
    { 'data-testid': 'device', 'data-sid': one.sid, 'data-current': one.current },
    el('span', { class: 'glyph', 'aria-hidden': 'true' }, (one.browser || one.system || '?')[0]),
    el('span', { class: 'what' }, el('b', {}, name), el('small', {}, lines.join(' · '))),
    one.current
      ? el('span', { class: 'pill', 'data-state': 'open' }, 'this browser')
      : el(
          'button',
          { type: 'button', class: 'danger', 'data-testid': 'revoke', 'aria-label': `Revoke ${name}`, onclick: () => revoke(one, name) },
          'Revoke',
        ),
  );
}

async function revoke(one, name) {
  try {
    const answer = await client.request(`/auth/sessions/${encodeURIComponent(one.sid)}`, { method: 'DELETE' });
    if (answer.ok) say(`${name} is signed out. Its socket drops within a second.`, 'good');
    else if (answer.status === 404) say('That session is already gone.', 'warn');
    else say(reason((await read(answer)).rsn), 'bad');
    await showDevices();
  } catch {
    say('The server did not answer. Nothing was changed.', 'bad');
  }
}

export function startDevices() {
  press('revoke-others', async () => {
    const answer = await client.request('/auth/sessions/revoke-others', { method: 'POST' });
    if (answer.ok) say('Signed out everywhere but here.', 'good');
    else say(reason((await read(answer)).rsn), 'bad');
    await showDevices();
  });
}
