import type { Identity } from './identity.ts';
import type { Fetch, Settings } from './options.ts';

/** Whether a request may carry the token: to our own origin, the endpoint's, and those that are listed. */
export const trusts = (settings: Settings, url: string): boolean => {
  const home = globalThis.location?.href ?? 'sessvm://here';
  const origin = (text: string) => {
    const { protocol, host } = new URL(text, home);
    return protocol + '//' + host;
  };
  try {
    return [origin(home), origin(settings.endpoint), ...settings.origins].includes(origin(url));
  } catch {
    return false;
  }
};

/** Takes apart what a fetch was called with, so that it can be sent twice. */
export const unfold = (
  input: string | URL | Request,
  init: RequestInit,
  self: Identity,
): { url: string; replayable: boolean; send(fetch: Fetch): Promise<Response> } => {
  const request = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = request ? request.url : String(input);
  const given = new Headers(init.headers ?? request?.headers);

  return {
    url,
    replayable: !given.has('authorization') && !(init.body instanceof ReadableStream),
    send: (fetch) => {
      // What the caller sets stands; ours are taken afresh for each attempt.
      const headers = { ...self.headers(), ...Object.fromEntries(given) };
      const full: RequestInit = { ...init, method: init.method ?? request?.method ?? 'GET', credentials: init.credentials ?? 'include', headers };
      return fetch(...((request ? [request.clone(), full] : [url, full]) as Parameters<Fetch>));
    },
  };
};
