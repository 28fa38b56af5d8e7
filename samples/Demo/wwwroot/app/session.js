// The client, the last state that the server told, and who wants to know.
import { sc } from '/sessvm-client.js';

export const client = sc({ ep: '/auth/refresh' });

/** Sent with what the page asks for by itself: looking is no use of the session, and extends nothing. */
export const unasked = { 'X-Session-Background': '1' };

/** What `/demo/state` said last; null while nobody is signed in. */
export let state = null;

const watchers = new Set();
let ahead = 0; // how far the server's clock is ahead of ours, in ms

/** Calls with every new state. */
export const watch = (watcher) => watchers.add(watcher);

/** The server's time. */
export const now = () => Date.now() + ahead;

/** Seconds from the server's now until a time it told. */
export const until = (iso) => (Date.parse(iso) - now()) / 1000;

/** Whether the browser holds a token that is good now: else a question would exchange it, or be refused. */
export const fresh = () => state !== null && until(state.expiresAt) > 0;

export function forget() {
  state = null;
}

/** Asks for the state anew. Without a fresh token only `force` asks. */
export async function look(force = false) {
  if (!force && !fresh()) return false;
  const asked = Date.now();
  const answer = await client.request('/demo/state', { headers: unasked });
  if (!answer.ok) return false;
  const told = await answer.json();
  ahead = Date.parse(told.now) - (asked + Date.now()) / 2;
  state = told;
  for (const watcher of watchers) watcher(told);
  // The first sight of a generation is written a moment after it.
  if (!told.seenAt) setTimeout(() => look().catch(() => {}), 1000);
  return true;
}

let due;
let forced = false;

/** Looks soon; many calls make one look. */
export function lookSoon(force = false) {
  clearTimeout(due);
  forced ||= force && state !== null;
  due = setTimeout(() => {
    look(forced && state !== null).catch(() => {});
    forced = false;
  }, 120);
}

/** A JSON body, or an empty object. */
export const read = (answer) => answer.json().catch(() => ({}));
