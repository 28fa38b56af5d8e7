import { vi } from 'vitest';

/** What a stub fetch was asked for, in the form of the recorded vectors. */
export interface Sent {
  url: string;
  method: string;
  credentials: string | undefined;
  headers: Record<string, string>;
  body: string | null;
}

/** A document that is nothing but its cookies, as readable to a script. */
export const fakeDocument = (cookies: Record<string, string>) => {
  const jar = new Map(Object.entries(cookies));
  const writes: string[] = [];
  vi.stubGlobal('document', {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    },
    set cookie(text: string) {
      writes.push(text);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text)!;
      jar.set(name!, value!);
    },
  });
  return { jar, writes };
};

/** The address that the page has. */
export const standAt = (href: string) => {
  vi.stubGlobal('location', new URL(href));
  vi.stubGlobal('origin', new URL(href).origin);
};

type Answer = Response | Error | ((sent: Sent) => Response | Promise<Response>);

/** A fetch that records and answers, in order; the last answer repeats. */
export const fakeFetch = (...answers: Answer[]) => {
  const sent: Sent[] = [];
  const ft = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const record: Sent = {
      url: input instanceof Request ? input.url : String(input),
      method: init.method ?? 'GET',
      credentials: init.credentials,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: (init.body as string | undefined) ?? null,
    };
    sent.push(record);
    const answer = answers[Math.min(sent.length, answers.length) - 1]!;
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer.clone() : answer(record);
  };
  return { ft, sent };
};

export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/**
 * Web Locks for all clients of this process, which then stand for tabs: one exclusive holder a name, any number of shared
 * ones, and the list of those that are held.
 */
export const fakeLocks = () => {
  const tails = new Map<string, Promise<unknown>>();
  const held = new Set<{ name: string }>();
  const hold = async (name: string, run: () => unknown) => {
    const lock = { name };
    held.add(lock);
    try {
      return await run();
    } finally {
      held.delete(lock);
    }
  };
  const request = (name: string, options: unknown, run = options as () => unknown) => {
    if (run !== options) return hold(name, run);
    const mine = (tails.get(name) ?? Promise.resolve()).then(() => hold(name, run));
    tails.set(name, mine.catch(() => {}));
    return mine;
  };
  vi.stubGlobal('navigator', { onLine: true, locks: { request, query: async () => ({ held: [...held] }) } });
  return held;
};

/** A localStorage. */
export const fakeStorage = () => {
  const storage: Record<string, string> = {};
  vi.stubGlobal('localStorage', storage);
  return storage;
};
