import type { Settings } from './options.ts';

/** Cookies where there is a document, a map in memory where there is none. */
export interface Jar {
  read(name: string): string | null;
  write(name: string, value: string, age: number): void;
}

// What the server may have put before a name. The longest promise first: a sibling host can plant the bare name only.
const prefixes = ['__Host-', '__Secure-', ''];

export const openJar = (settings: Settings): Jar => {
  const memory = new Map<string, string>();
  const find = (name: string): [name: string, value: string] | undefined => {
    if (typeof document === 'undefined') {
      const value = memory.get(name);
      return value === undefined ? undefined : [name, value];
    }
    const pairs = document.cookie.split(/; */).map((pair) => pair.split(/=(.*)/s));
    for (const prefix of prefixes) {
      const pair = pairs.find(([key]) => key === prefix + name);
      if (pair?.[1]) return [prefix + name, decode(pair[1])];
    }
    return undefined;
  };

  return {
    read: (name) => find(name)?.[1] ?? null,
    write: (name, value, age) => {
      if (typeof document === 'undefined') {
        memory.set(name, value);
        return;
      }
      const fresh = settings.secure && globalThis.location?.protocol === 'https:' ? '__Host-' + name : name;
      const secure = settings.secure ? '; Secure' : '';
      document.cookie = `${find(name)?.[0] ?? fresh}=${value}; Path=/; SameSite=${settings.sameSite}; Max-Age=${age}${secure}`;
    },
  };
};

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
