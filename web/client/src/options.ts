/** Who carries the access token: the browser in an HttpOnly cookie, or the page in `Authorization`. */
export type Mode = 'cookie' | 'bearer';

/** What SameSite a cookie that the client writes may have. */
export type SameSite = 'Strict' | 'Lax' | 'None';

/** A `fetch` that the client may call. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What {@link createSessionClient} takes. Each short name has a full one beside it; the full one wins. */
export interface SessionClientOptions {
  /** The refresh endpoint. Default `/auth/refresh`. */
  endpoint?: string;
  ep?: string;
  /** The fetch to call. Default: the global one. */
  fetch?: Fetch;
  ft?: Fetch;
  /**
   * Who carries the token. Default: `bearer` while an access cookie is readable, else `cookie`.
   * Say it where you know it: a readable cookie left over from elsewhere then decides nothing.
   */
  mode?: Mode;
  /**
   * What the cookies say, by their names, for a client that cannot read them: in a worker, which its page tells
   * `{ csrf }`, and in bearer mode `{ atk, did, csrf }` too. Default: nothing.
   */
  known?: Readonly<Record<string, string | null>>;
  /** Name of the access cookie. Default `atk`. */
  accessCookie?: string;
  ac?: string;
  /** Name of the device cookie. Default `did`. */
  deviceCookie?: string;
  dc?: string;
  /** Name of the CSRF cookie. Default `csrf`. */
  csrfCookie?: string;
  cc?: string;
  /** Age of the access cookie that the client writes in bearer mode, in seconds. Default 2592000. */
  accessAge?: number;
  aa?: number;
  /** Age of the CSRF cookie that the client writes in bearer mode, in seconds. Default 2592000. */
  csrfAge?: number;
  ca?: number;
  /** Age of the device cookie that the client writes in bearer mode, in seconds. Default 31536000. */
  deviceAge?: number;
  da?: number;
  /** Whether cookies that the client writes are Secure. Default true. */
  secure?: boolean;
  se?: boolean;
  /** SameSite of cookies that the client writes. Default `Strict`. */
  sameSite?: SameSite;
  ss?: SameSite;
  /** Other origins that may receive the token, exact (`https://api.example.com`). The endpoint's own is always one. */
  origins?: readonly string[];
  /**
   * Refresh by timer this many seconds before the token expires, marked as background; not in hidden tabs.
   * Choose less than the server's `RefreshAhead`: a server without one exchanges only what has expired, so the timer
   * then waits for that. Takes a server that tells how long a token lives (`ttl`). Default: no timer.
   */
  ahead?: number;
}

/** Options with every default filled in, under their full names. */
export type Settings = Required<Omit<SessionClientOptions, (typeof names)[number][0] | 'mode' | 'ahead'>> &
  Pick<SessionClientOptions, 'mode' | 'ahead'>;

const names = [
  ['ep', 'endpoint', '/auth/refresh'],
  ['ft', 'fetch'],
  ['ac', 'accessCookie', 'atk'],
  ['dc', 'deviceCookie', 'did'],
  ['cc', 'csrfCookie', 'csrf'],
  ['aa', 'accessAge', 2592000],
  ['ca', 'csrfAge', 2592000],
  ['da', 'deviceAge', 31536000],
  ['se', 'secure', true],
  ['ss', 'sameSite', 'Strict'],
] as const;

export const settle = (options: SessionClientOptions): Settings => {
  const settings: Record<string, unknown> = { origins: [], known: {}, ...options };
  for (const [short, full, fallback] of names) settings[full] = options[full] ?? options[short] ?? fallback;
  // Looked up at each call, so that a fetch replaced later is the one used; never called as a method of ours.
  const given = settings.fetch as Fetch | undefined;
  settings.fetch = async (input: string, init: RequestInit) => (given ?? fetch)(input, init);
  return settings as unknown as Settings;
};
