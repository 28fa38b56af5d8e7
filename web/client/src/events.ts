import type { RefreshResult } from './refresh.ts';
import type { Reason } from './reasons.ts';

/** What a client tells of. */
export interface SessionEvents {
  /** The token was exchanged, here or in another tab. */
  refreshed: RefreshResult;
  /** No live session stands behind this client any more: sign in again. */
  ended: { rsn: Reason };
  /** The session lives, but wants fresh credentials. */
  'step-up': { rsn: Reason };
}

type Listener<K extends keyof SessionEvents> = (event: SessionEvents[K]) => void;

export interface Emitter {
  on<K extends keyof SessionEvents>(name: K, listener: Listener<K>): () => void;
  emit<K extends keyof SessionEvents>(name: K, event: SessionEvents[K]): void;
}

export const createEmitter = (): Emitter => {
  const all = new Map<string, Set<Listener<never>>>();
  return {
    on: (name, listener) => {
      const set = all.get(name) ?? new Set();
      all.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    emit: (name, event) => {
      for (const listener of [...(all.get(name) ?? [])] as Listener<typeof name>[]) listener(event);
    },
  };
};
