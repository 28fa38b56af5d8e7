import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A path in this repository. */
export const pathTo = (path: string): string => fileURLToPath(new URL('../../../../../' + path, import.meta.url));

/** The same, of something that must have been made before these tests. */
export const built = (path: string, how: string): string => {
  const full = pathTo(path);
  if (!existsSync(full)) throw new Error(`There is no ${full}. ${how}`);
  return full;
};
