/** Who carries the access token: the browser in an HttpOnly cookie, or the page in `Authorization`. */
export type Mode = 'cookie' | 'bearer';

/** A `fetch` that the client may call. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** What {@link createSessionClient} takes. Each short name has a full one beside it; the full one wins. */
export interface SessionClientOptions {
  /** The refresh endpoint. Default `/auth/refresh`. */
  endpoint?: string;
  ep?: string;
  /** The fetch to call. Default: the global one. */
  fetch?: typeof fetch;
  ft?: typeof fetch;
  /**
   * Who carries the token. Default: `bearer` while an access cookie is readable, else `cookie`.
   * Say it where you know it: a readable cookie left over from elsewhere then decides nothing.
   */
  mode?: Mode;
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
  sameSite?: 'Strict' | 'Lax' | 'None';
  ss?: 'Strict' | 'Lax' | 'None';
  /** Other origins that may receive the token, exact (`https://api.example.com`). The endpoint's own is always one. */
  origins?: readonly string[];
  /** Refresh by timer this many seconds after the last answer, marked as background. Default: no timer. */
  every?: number;
}

/** Options with every default filled in. */
export interface Settings {
  readonly endpoint: string;
  readonly fetch: Fetch;
  readonly mode: Mode | undefined;
  readonly access: string;
  readonly device: string;
  readonly csrf: string;
  readonly accessAge: number;
  readonly csrfAge: number;
  readonly deviceAge: number;
  readonly secure: boolean;
  readonly sameSite: string;
  readonly origins: readonly string[];
  readonly every: number;
}

export const settle = (o: SessionClientOptions): Settings => {
  const given = o.fetch ?? o.ft;
  return {
    endpoint: o.endpoint ?? o.ep ?? '/auth/refresh',
    // Looked up at each call, so that a fetch replaced later is the one used; never called as a method of ours.
    fetch: (input, init) => (given ?? globalThis.fetch)(input, init),
    mode: o.mode,
    access: o.accessCookie ?? o.ac ?? 'atk',
    device: o.deviceCookie ?? o.dc ?? 'did',
    csrf: o.csrfCookie ?? o.cc ?? 'csrf',
    accessAge: o.accessAge ?? o.aa ?? 2592000,
    csrfAge: o.csrfAge ?? o.ca ?? 2592000,
    deviceAge: o.deviceAge ?? o.da ?? 31536000,
    secure: o.secure ?? o.se ?? true,
    sameSite: o.sameSite ?? o.ss ?? 'Strict',
    origins: o.origins ?? [],
    every: o.every ?? 0,
  };
};
