import type { Reason } from './reasons.ts';
import type { Refreshed } from './refresh.ts';

/** What a client tells of, in every tab: of what was seen in this one, and in the others. */
export interface SessionEvents {
  /** The token was exchanged. */
  refreshed: Omit<Refreshed, 'atk'>;
  /** No live session stands behind this client any more: sign in again. Told once, until a request succeeds. */
  ended: { rsn: Reason };
  /**
   * The session lives, but wants fresh credentials. With `maxAge`, in seconds, only one action does, and only this tab is
   * told; without it everything is refused until then.
   */
  'step-up': { rsn: Reason; maxAge?: number | undefined };
}

export type SessionListener<K extends keyof SessionEvents> = (event: SessionEvents[K]) => void;

export interface Emitter {
  on<K extends keyof SessionEvents>(name: K, listener: SessionListener<K>): () => void;
  emit<K extends keyof SessionEvents>(name: K, event: SessionEvents[K]): unknown;
}

// The browser's own: a listener that throws is reported, and breaks nothing here.
export const createEmitter = (): Emitter => {
  const bus = new EventTarget();
  return {
    on: (name, listener) => {
      const hear = (event: unknown) => listener((event as CustomEvent).detail);
      bus.addEventListener(name, hear);
      return () => bus.removeEventListener(name, hear);
    },
    emit: (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail })),
  };
};
