import type { Jar } from './jar.ts';
import type { Mode, Settings } from './options.ts';

/** What this client can show of itself. In cookie mode that is the CSRF token alone: the browser carries the rest. */
export interface Identity {
  mode(): Mode;
  token(): string | null;
  device(): string | null;
  csrf(): string | null;
  /** Keeps the CSRF token of an answer, for pages that cannot read the cookie (another host than the server's). */
  heardCsrf(value: unknown): void;
  setToken(token: string): void;
  headers(): Record<string, string>;
}

export const identify = (settings: Settings, jar: Jar): Identity => {
  let told: string | null = null;
  const mode = (): Mode => settings.mode ?? (jar.read(settings.access) ? 'bearer' : 'cookie');
  const bearer = () => mode() === 'bearer';
  const own = (name: string, age: number): string | null => {
    const kept = jar.read(name);
    if (kept || !bearer()) return kept;
    const made = uuid();
    jar.write(name, made, age);
    return made;
  };

  const self: Identity = {
    mode,
    token: () => (bearer() ? jar.read(settings.access) : null),
    device: () => own(settings.device, settings.deviceAge),
    csrf: () => jar.read(settings.csrf) ?? told ?? own(settings.csrf, settings.csrfAge),
    heardCsrf: (value) => {
      if (typeof value === 'string') told = value;
    },
    setToken: (token) => {
      if (settings.mode !== 'cookie') jar.write(settings.access, token, settings.accessAge);
    },
    headers: () => {
      const [token, device, csrf] = [self.token(), self.device(), self.csrf()];
      return {
        ...(token && { authorization: 'Bearer ' + token }),
        ...(device && { 'x-session-device': device }),
        ...(csrf && { 'x-csrf-token': csrf }),
      };
    },
  };
  return self;
};

// randomUUID is absent on plain http away from localhost; getRandomValues is not.
const uuid = (): string =>
  crypto.randomUUID?.() ??
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+digit / 4)))).toString(16),
  );
