// Signing in and out.
import { $, press, say } from './dom.js';
import { client, read } from './session.js';
import { reason } from './words.js';

async function signIn(onIn) {
  const user = $('user').value.trim();
  const password = $('password').value;
  if (!user || !password) {
    say('Fill in both fields. The password is “sessvm”.', 'warn');
    $(user ? 'password' : 'user').focus();
    return;
  }
  const answer = await fetch('/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...client.http() },
    body: JSON.stringify({ user, password }),
  });
  const told = await read(answer);
  if (!answer.ok) {
    say(reason(told.rsn), 'bad');
    $('password').select();
    return;
  }
  // In bearer mode the token is ours to keep; in cookie mode there is none in the answer.
  if (told.atk) client.setAccessToken(told.atk);
  $('password').value = '';
  await onIn(told);
}

export function startSignIn(onIn, onOut) {
  $('sign-in-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = $('sign-in');
    if (button.disabled) return;
    button.disabled = true;
    try {
      await signIn(onIn);
    } catch {
      say('The server did not answer. Try again in a moment.', 'bad');
    } finally {
      button.disabled = false;
    }
  });
  for (const chip of document.querySelectorAll('[data-user]')) {
    chip.addEventListener('click', () => {
      $('user').value = chip.dataset.user;
      $('password').value = 'sessvm';
      $('sign-in').focus();
    });
  }
  press('sign-out', async () => {
    const answer = await client.request('/auth/logout', { method: 'POST' });
    if (!answer.ok && answer.status !== 401) return say(reason((await read(answer)).rsn), 'bad');
    onOut('You are signed out, and the server remembers that it is so.');
  });
}
