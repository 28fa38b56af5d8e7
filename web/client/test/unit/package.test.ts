import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';

const dist = (file: string) => fileURLToPath(new URL('../../dist/' + file, import.meta.url));

beforeAll(() => {
  if (!existsSync(dist('index.js'))) throw new Error('There is no dist. Build it: npm run build');
});

/** What a bundler leaves of a module. */
const bundled = async (code: string): Promise<string> => {
  const directory = mkdtempSync(join(tmpdir(), 'sessvm-bundle-'));
  const entry = join(directory, 'entry.js');
  writeFileSync(entry, code);
  try {
    await build({ configFile: false, logLevel: 'silent', build: { outDir: directory, emptyOutDir: false, minify: false, lib: { entry, formats: ['es'], fileName: 'out' } } });
    return readFileSync(join(directory, 'out.js'), 'utf8');
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test('what is not used is left out by a bundler', async () => {
  expect((await bundled(`import { sc, rf } from ${JSON.stringify(dist('index.js'))}; export const nothing = 0;`)).length).toBeLessThan(100);
  expect((await bundled(`export { sc } from ${JSON.stringify(dist('index.js'))};`)).length).toBeGreaterThan(5000);
});

test.each(['index.js', 'sessvm-client.js'])('on a server, %s can be imported and used, and keeps no process alive', async (file) => {
  const program = `
    import { createSessionClient, rf, sc } from ${JSON.stringify(dist(file))};
    const ft = async () => Response.json({ ok: true, refreshed: true, atk: 'A1.next', sid: 'S1.x', ttl: 900 });
    const client = createSessionClient({ mode: 'bearer', ep: 'https://api.example/auth/refresh', ahead: 60, ft });
    client.setAccessToken('A1.mine');
    const { ok } = await client.refresh();
    const { status } = await client.request('https://api.example/x');
    const anonymous = await rf({ mode: 'bearer', ft });
    sc({ ahead: 60 });
    console.log(JSON.stringify([ok, client.getAccessToken(), status, anonymous.rsn, typeof document, typeof window]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(JSON.parse(stdout)).toEqual([true, 'A1.next', 200, 'missing-access-cookie', 'undefined', 'undefined']);
});

test('the minified file has the names of the readable one', async () => {
  const shape = async (file: string) => {
    const { sc } = (await import(dist(file))) as typeof import('../../src/index.ts');
    const client = sc({ mode: 'bearer', known: { atk: 'A1.mine', did: 'd', csrf: 'c' }, ft: async () => Response.json({ ok: true, refreshed: false, sid: 'S1.x', tkt: 'T1.x' }) });
    return [Object.keys(client), client.ws(), client.graphql(), await client.refresh(), await client.ticket()];
  };
  expect(await shape('sessvm-client.js')).toEqual(await shape('index.js'));
});
