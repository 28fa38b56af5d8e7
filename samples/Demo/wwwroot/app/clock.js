// The token's clock, and the exchange when it has run out.
import { $, press, put, say } from './dom.js';
import { client, look, state, until } from './session.js';
import { digits, reason, span } from './words.js';

let waiting = false; // an exchange is on its way
let notBefore = 0; // after a failed one: when to try again
let instead = null; // what takes the place of the next exchange (a race)

/** Runs once when the token has run out, in place of the exchange; null takes it back. */
export function atExpiry(run) {
  instead = run;
}

async function exchange(background) {
  waiting = true;
  const before = state?.generation;
  const answer = await client.refresh({ background });
  waiting = false;
  if (!answer.ok) {
    notBefore = Date.now() + 3000;
    if (answer.rsn !== 'missing-bearer') say(reason(answer.rsn), 'bad');
    return;
  }
  notBefore = Date.now() + 1000;
  await look(true);
  if (!state) return;
  const how = background ? 'The token ran out and was exchanged' : 'Exchanged';
  if (answer.refreshed) say(`${how}: generation ${before} gave way to generation ${state.generation}.`, 'good');
  else if (!background) say('The token was still good, so the server handed the same one back. That costs nothing.', 'plain');
}

function tick() {
  if (!state || document.body.dataset.view !== 'in') return;
  const left = Math.max(0, until(state.expiresAt));
  const share = Math.min(1, left / state.accessLifetime);
  put('clock', digits(Math.ceil(left)));
  put('clock-under', left > 0 ? `of ${span(state.accessLifetime)} left` : 'run out');
  $('hand').setAttribute('stroke-dashoffset', String(100 - share * 100));
  $('dial').dataset.phase = left <= 0 ? 'spent' : share < 0.2 ? 'late' : 'fresh';
  put('clock-say', sentence(left));

  if (left > 0 || waiting || Date.now() < notBefore) return;
  if (instead) {
    const run = instead;
    instead = null;
    waiting = true;
    run().finally(() => (waiting = false));
  } else if ($('auto').checked) {
    exchange(true).catch(() => (waiting = false));
  }
}

function sentence(left) {
  if (left > 0) return 'Every request is answered from the token alone, without a look at the store.';
  if (instead) return 'Run out: the race begins.';
  if ($('auto').checked) return 'Run out: asking the server for the next one…';
  return 'The token has run out; the session has not. The next thing you do exchanges it.';
}

export function startClock() {
  // Another tab may have exchanged it: the news of it is on its way.
  client.on('refreshed', () => (notBefore = Date.now() + 1000));
  press('exchange', () => exchange(false));
  $('auto').addEventListener('change', () =>
    say($('auto').checked ? 'The token will be exchanged by itself.' : 'The token will now run out and stay so until you do something.'),
  );
  setInterval(tick, 250);
}

