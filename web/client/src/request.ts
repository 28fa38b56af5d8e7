import type { Identity } from './identity.ts';
import type { Fetch, Settings } from './options.ts';

/** Whether a request may carry the token: to our own origin, the endpoint's, and those that are listed. */
export const trusts = (settings: Settings, url: string): boolean => {
  // As a fetch resolves it: a <base> may lead elsewhere. Without a page (server-side rendering) that is the fetch's business.
  const base = globalThis.document?.baseURI ?? globalThis.location?.href ?? 'x://x';
  const at = (text: string) => new URL(text, base).origin;
  return [globalThis.origin, at(settings.endpoint), ...settings.origins].includes(at(url));
};

/** What a fetch was called with, taken apart so that it can be sent twice. */
export interface Call {
  readonly url: string;
  readonly signal: AbortSignal | null | undefined;
  /** Whether a second sending says the same, and may be answered otherwise. */
  readonly replayable: boolean;
  send(fetch: Fetch): Promise<Response>;
}

export const unfold = (input: string | URL | Request, init: RequestInit, self: Identity): Call => {
  const request = (input as Request).url ? (input as Request) : undefined;
  const given = plain(init.headers ?? request?.headers);

  return {
    url: request?.url ?? input + '',
    signal: init.signal ?? request?.signal,
    replayable: !given.authorization && !flows(init.body),
    send: (fetch) =>
      fetch(request?.clone() ?? input, {
        ...init,
        credentials: init.credentials ?? 'include',
        // What the caller sets stands; ours are taken afresh for each attempt.
        headers: { ...self.headers(), ...given },
      }),
  };
};

/** Whether a body is a stream, of the web's kind or Node's. */
const flows = (body: unknown): unknown => {
  const it = body as Partial<ReadableStream & AsyncIterable<unknown>> | null | undefined;
  return it?.getReader ?? it?.[Symbol.asyncIterator];
};

/** Waits for a promise, or until the signal is aborted; what was waited for goes on. */
export const abortable = <T>(wait: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> =>
  Promise.race([wait, new Promise<never>((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason)))]);

/** Headers as an object, their names in lower case. */
export const plain = (headers?: HeadersInit): Record<string, string> => Object.fromEntries(new Headers(headers));
