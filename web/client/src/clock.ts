import type { Settings } from './options.ts';
import type { Answer } from './refresh.ts';
import { newsOf } from './reasons.ts';

/** Refreshes by timer. Measures spans only: no clock needs to be right. */
export interface Clock {
  /** Takes note of an answer, of this tab or another, and plans the next refresh by it. */
  note(answer: Answer): void;
  /** A request has come out well, so there is a session: begin, unless begun. */
  begin(): void;
  close(): void;
}

const longest = 300; // seconds between two tries
const limit = 2e6; // seconds: a browser's timer that is much longer fires at once

export const startClock = ({ ahead = -1 }: Settings, refresh: () => unknown): Clock => {
  let wanted = ahead >= 0 && !!globalThis.origin; // never in server-side rendering
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begun = false;
  let waiting = false;
  let failures = 0;

  const due = () => {
    // In a hidden or an offline tab nobody needs a fresh token; it is fetched when that changes.
    waiting = globalThis.document?.hidden || !navigator.onLine;
    if (!waiting) refresh();
  };
  const arm = (seconds: number) => {
    clearTimeout(timer);
    waiting = false;
    begun = seconds >= 0;
    if (wanted && begun) timer = setTimeout(due, Math.min(seconds, limit) * 1000);
  };
  if (wanted) for (const name of ['visibilitychange', 'online']) addEventListener(name, () => waiting && due());

  // A server without a RefreshAhead exchanges only what has expired.
  const wait = (ttl = limit) => (ttl > ahead ? ttl - ahead : ttl + 1);

  return {
    note: (answer) => {
      if (answer.ok) failures = 0;
      arm(
        answer.ok ? wait(answer.ttl)
        : newsOf(answer.rsn) ? -1
        // Each tab waits a little longer than it must, by chance, so that they do not all come back at once.
        : (answer.retryAfter ?? Math.min(2 ** failures++, longest)) * (1 + Math.random() / 2),
      );
    },
    begin: () => begun || arm(0),
    close: () => {
      wanted = false;
      arm(-1);
    },
  };
};
