// Fresh credentials: the server asks for them, the person gives them, and what was asked for is asked again.
import { $, put, say } from './dom.js';
import { client, read, state } from './session.js';
import { reason, span } from './words.js';

let asking = null; // the question that is open: a promise of whether it was answered
let answer = () => {};
let declined = false; // then only what a person does asks again

function close(confirmed) {
  declined = !confirmed;
  $('step-up').close();
  asking = null;
  answer(confirmed);
}

function why(maxAge) {
  if (state?.held) return 'Somebody else may hold a copy of your token, so the server waits until it knows which of you is you.';
  if (maxAge === undefined) return 'The server wants to be sure that it is you.';
  return `For this the server wants to have seen your password within the last ${span(maxAge)}.`;
}

/** Asks for the password; many calls ask once. Gives whether it was given. */
export function confirm({ maxAge, unasked = false } = {}) {
  if (asking && maxAge !== undefined) put('step-up-why', why(maxAge));
  if (asking) return asking;
  if ((unasked && declined) || !state) return Promise.resolve(false);
  put('step-up-why', why(maxAge));
  put('step-up-who', state.sub);
  put('step-up-said', 'The session goes on where it was.');
  $('step-up-password').value = '';
  asking = new Promise((settle) => (answer = settle));
  $('step-up').showModal();
  return asking;
}

/** How old the credentials may be, as a refusal says it (RFC 9470); undefined where the whole session waits. */
export function maxAgeOf(response) {
  const told = /max_age="?(\d+)/.exec(response.headers.get('www-authenticate') ?? '');
  return told ? Number(told[1]) : undefined;
}

async function submit(onDone) {
  const response = await client.request('/step-up', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ password: $('step-up-password').value }),
  });
  const told = await read(response);
  if (!response.ok) {
    put('step-up-said', told.rsn === 'bad-credentials' ? 'That is not the password.' : reason(told.rsn));
    $('step-up-password').select();
    return;
  }
  if (told.atk) client.setAccessToken(told.atk); // bearer mode
  await onDone();
  say('It is you. The session goes on, and every older token of it is refused.', 'good');
  close(true);
}

/** @param onDone what the page does with the session that goes on, before anything is asked again. */
export function startStepUp(onDone) {
  $('step-up-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = $('step-up-confirm');
    if (button.disabled) return;
    button.disabled = true;
    try {
      await submit(onDone);
    } catch {
      put('step-up-said', 'The server did not answer. Try again in a moment.');
    } finally {
      button.disabled = false;
    }
  });
  $('step-up').addEventListener('cancel', (event) => {
    event.preventDefault();
    $('step-up-later').click();
  });
  $('step-up-later').addEventListener('click', () => {
    close(false);
    say('Not now, then. What needs your password has to wait.', 'warn');
  });
}

/** Closes an open question: there is no session any more that it is about. */
export function forgetStepUp() {
  if (asking) close(false);
  declined = false;
}
