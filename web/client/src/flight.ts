import type { Identity } from './identity.ts';
import type { Settings } from './options.ts';
import type { Answer } from './refresh.ts';
import { leases, type Locks, sleep } from './lease.ts';

/** Lets one refresh fly at a time, in this tab and across tabs and frames. */
export interface Flight {
  /** Runs, or gives the answer of the run that flies already. */
  board(run: () => Promise<Answer>): Promise<Answer>;
  /** Tells the other tabs what became of a session. */
  tell(answer: Answer): void;
  close(): void;
}

// How long an answer is left: a tab that was about to ask when it came should still find it.
const shelf = 1000;

/**
 * Web Locks let one tab in at a time, and a tab that dies gives them up. The answer is left in the *name* of a second
 * lock: the browser itself keeps the list of names, so whoever gets the first lock sees it, where a message might still be
 * under way. No token is in an answer: it travels through the jar.
 *
 * @param hear receives what another tab tells.
 */
export const openFlight = (settings: Settings, self: Identity, hear: (answer: Answer) => void): Flight => {
  const name = 'sessvm ' + settings.endpoint;
  // On a server many people's clients live in one process: they share nothing. Nor does a worker that holds its own token.
  const page = globalThis.origin && (globalThis.document || settings.mode !== 'bearer');
  const me = Math.random() + '';
  const locks: Locks | undefined = page ? (globalThis.navigator?.locks ?? leases(me)) : undefined;
  const channel = page ? new BroadcastChannel(name) : undefined;
  let current: Promise<Answer> | undefined;

  if (channel) channel.onmessage = ({ data }) => hear(data);

  const across = async (run: () => Promise<Answer>): Promise<Answer> => {
    if (!locks) return run();
    const before = self.token();
    return locks.request(name, async () => {
      for (const held of (await locks.query()).held!) {
        const [of, who, csrf, left] = held.name!.split('\n');
        // Another tab's answer is ours too, if it is about our session, and what it brought has come to our jar.
        const ours = left && of === name && who !== me && csrf === self.csrf() && (!self.bearer() || self.token() !== before);
        if (ours) return JSON.parse(left) as Answer;
      }
      const answer = await run();
      const word = [name, me, self.csrf(), JSON.stringify(answer)].join('\n');
      await new Promise<void>((left) => {
        locks.request(word, { mode: 'shared' }, () => (left(), sleep(shelf))).catch(left);
      });
      return answer;
    });
  };

  return {
    // Where locks or storage are refused (a sandboxed frame), each runs alone.
    board: (run) => (current ??= across(run).catch(run).finally(() => (current = undefined))),
    tell: (answer) => channel?.postMessage(answer),
    close: () => channel?.close(),
  };
};
