import type { RefreshResult } from './refresh.ts';
import { refused } from './refresh.ts';
import { isEnd, stepUp } from './reasons.ts';

/** Lets one refresh fly at a time: in this tab always, across tabs where the browser has locks. */
export interface Flight {
  board(run: () => Promise<RefreshResult>): Promise<RefreshResult>;
  close(): void;
}

// How long a lock is held past its answer, so that waiting tabs have heard the answer before they get the lock.
const linger = 25;

/**
 * @param name what the tabs have in common.
 * @param hear receives each answer that another tab got.
 */
export const openFlight = (name: string, hear: (answer: RefreshResult) => void): Flight => {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  const shared = typeof document !== 'undefined' && locks && typeof BroadcastChannel !== 'undefined';
  const channel = shared ? new BroadcastChannel(name) : undefined;
  let heard: RefreshResult | undefined;
  let current: Promise<RefreshResult> | undefined;

  if (channel) {
    channel.onmessage = ({ data }) => hear((heard = data as RefreshResult));
  }

  const across = (run: () => Promise<RefreshResult>): Promise<RefreshResult> => {
    if (!channel || !locks) return run();
    heard = undefined;
    return new Promise((done, fail) => {
      locks
        .request(name, async () => {
          // Another tab got its answer while we waited: it is ours too.
          if (heard) return done(heard);
          const answer = await run();
          done(answer);
          if (!answer.ok && !isEnd(answer.rsn!) && answer.rsn !== stepUp) return;
          // The token stays out of the message; the others find it where we have put it.
          channel.postMessage({ ...answer, atk: null });
          await new Promise((go) => setTimeout(go, linger));
        })
        .catch(fail);
    });
  };

  return {
    board: (run) => (current ??= across(run).catch(() => refused('network-error')).finally(() => (current = undefined))),
    close: () => channel?.close(),
  };
};
