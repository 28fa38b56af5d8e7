import type { Settings } from './options.ts';

/** Cookies; and a map in memory where there is no document, or where the browser does not take a cookie. */
export interface Jar {
  read(name: string): string | null;
  write(name: string, value: string, age: number): void;
}

// What the server may have put before a name. The longest promise first: a sibling host can plant the bare name only.
const prefixes = ['__Host-', '__Secure-', ''];

export const openJar = ({ secure, sameSite, known }: Settings): Jar => {
  const page = globalThis.document as Document | undefined;
  // What a cookie should say by now, and what it said when it did not take that. A cookie that changes later is newer.
  const memory: Record<string, [value: string | null, instead?: string | undefined]> = {};
  for (const name in known) memory[name] = [known[name]!];
  const find = (name: string): [name: string, value: string] | undefined => {
    for (const full of prefixes.map((prefix) => prefix + name)) {
      const pair = page?.cookie.split('; ').find((one) => one.startsWith(full + '='));
      if (pair) return [full, pair.slice(full.length + 1)];
    }
    return;
  };

  return {
    read: (name) => {
      const cookie = find(name)?.[1];
      const kept = memory[name];
      return (kept?.[1] === cookie && kept?.[0]) || cookie || null;
    },
    write: (name, value, age) => {
      if (page) {
        const full = find(name)?.[0] ?? (secure && origin.startsWith('https:') ? '__Host-' : '') + name;
        page.cookie = `${full}=${value}; Path=/; SameSite=${sameSite}; Max-Age=${age}${secure ? '; Secure' : ''}`;
      }
      memory[name] = [value, find(name)?.[1]];
    },
  };
};
