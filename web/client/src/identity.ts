import type { Jar } from './jar.ts';
import type { Settings } from './options.ts';

/** What this client can show of itself. In cookie mode that is the CSRF token alone: the browser carries the rest. */
export interface Identity {
  /** Whether the token is ours to send; else the browser sends it. */
  bearer(): boolean;
  token(): string | null;
  device(): string | null;
  csrf(): string | null;
  /** Keeps the CSRF token of an answer, for pages that cannot read the cookie (another host than the server's). */
  heardCsrf(value: string | undefined): unknown;
  setToken(token: string | null): void;
  headers(): Record<string, string>;
}

export const identify = (settings: Settings, jar: Jar): Identity => {
  let told: string | undefined;
  const bearer = () => (settings.mode ? settings.mode === 'bearer' : !!jar.read(settings.accessCookie));
  const own = (name: string, age: number): string | null => {
    let value = jar.read(name);
    if (!value && bearer()) jar.write(name, (value = uuid()), age);
    return value;
  };

  const self: Identity = {
    bearer,
    token: () => (bearer() ? jar.read(settings.accessCookie) : null),
    device: () => own(settings.deviceCookie, settings.deviceAge),
    csrf: () => jar.read(settings.csrfCookie) ?? told ?? own(settings.csrfCookie, settings.csrfAge),
    heardCsrf: (value) => (told = value),
    setToken: (token) => {
      if (settings.mode !== 'cookie') jar.write(settings.accessCookie, token ?? '', token ? settings.accessAge : 0);
    },
    headers: () => {
      const token = self.token();
      return some({
        authorization: token && 'Bearer ' + token,
        'x-session-device': self.device(),
        'x-csrf-token': self.csrf(),
      });
    },
  };
  return self;
};

// On plain HTTP away from loopback randomUUID is absent; but the browser names a blob by a UUID there, too.
const uuid = (): string => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36);

/** Leaves out what is empty. */
export const some = (all: Record<string, string | false | null | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as Record<string, string>;
