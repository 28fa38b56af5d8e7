// A tab that died gives up what it held after so long. An exchange that takes longer is not waited for: a second one
// does no harm.
const lease = 5000;

/** As much of Web Locks as a flight needs. */
export interface Locks {
  request<T>(name: string, run: () => Promise<T>): Promise<T>;
  request<T>(name: string, options: { mode: 'shared' }, run: () => Promise<T>): Promise<T>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

export const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

/**
 * Web Locks in localStorage, for pages that have none (plain HTTP away from loopback, old browsers). Not exact: two
 * tabs may hold one lock, which costs a second exchange and nothing else.
 */
export const leases = (me: string): Locks => {
  // Only ages are compared, of one machine's clock; a time that lies ahead is from a clock that was set back.
  const holder = (name: string): string | false | undefined => {
    const [at, who] = localStorage[name]?.split(' ') ?? [];
    const age = Date.now() - at;
    return age >= 0 && age < lease && who;
  };

  return {
    request: async <T>(name: string, options: unknown, run = options as () => Promise<T>): Promise<T> => {
      while (holder(name) !== me) {
        if (!holder(name)) localStorage[name] = Date.now() + ' ' + me;
        await sleep(50); // until the other tabs see who was last to write
      }
      return run().finally(() => delete localStorage[name]);
    },
    query: async () => ({ held: Object.keys(localStorage).filter(holder).map((name) => ({ name })) }),
  };
};
