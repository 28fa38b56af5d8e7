import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launch } from '../browser/support/chromium.ts';
import { pathTo } from '../browser/support/repository.ts';

// docs/browser.md, walked as it stands: its commands, its files. Only the ports are others.
const page = readFileSync(pathTo('docs/browser.md'), 'utf8');
const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1]!);
const snippet = (name: string) => new RegExp(`<!-- snippet: ${name} -->\\n\`\`\`\\w+\\n(.*?)^\`\`\``, 'ms').exec(page)![1]!;

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

test('a newcomer gets from nothing to a session that survives expiry by following one page', async () => {
  expect(commands).toHaveLength(4);
  const [api, web] = [await freePort(), await freePort()];
  const here = mkdtempSync(join(tmpdir(), 'sessvm-newcomer-'));
  const env = { ...process.env, npm_config_yes: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
  const adapt = (text: string) => text.replaceAll('<this repository>', pathTo('')).replaceAll('5080', String(api)).replace('npm run dev', `npm run dev -- --port ${web} --strictPort`);
  const write = (file: string, name: string) => writeFileSync(join(here, file), adapt(snippet(name)));
  const running: ChildProcess[] = [];
  /** Runs commands in a group of their own, so that what they start ends with them. */
  const start = (command: string, directory: string) => {
    const started = spawn('bash', ['-c', adapt(command)], { cwd: join(here, directory), env, detached: true, stdio: 'ignore' });
    running.push(started);
    return () => process.kill(-started.pid!, 'SIGKILL');
  };
  const answers = (address: string) => expect.poll(() => fetch(address).then(() => true, () => false), { timeout: 120_000 }).toBe(true);
  const run = (command: string) => execFileSync('bash', ['-ec', adapt(command)], { cwd: here, env, stdio: 'pipe' });
  const browser = await launch([]);
  try {
    run(commands[0]!);
    write('api/Program.cs', 'recipe');
    const secret = commands[1]!.split('\n').find((line) => line.startsWith('export'))!;
    const key = execFileSync('bash', ['-c', secret + '; echo -n $Sessvm__Secret']).toString();
    const serve = commands[1]!.replace(secret, `export Sessvm__Secret=${key}`);
    const stop = start(serve, 'api');
    run(commands[2]!);
    write('web/vite.config.ts', 'vite');
    write('web/src/App.tsx', 'app');
    run('cd web && npm run build'); // its types are right
    start(commands[3]!, 'web');
    await answers(`http://127.0.0.1:${api}/me`);
    await answers(`http://localhost:${web}/`);

    const context = await browser.newContext();
    const log: string[] = [];
    context.on('response', (response) => log.push(`${new URL(response.url()).pathname} ${response.status()}`));
    const open = async () => {
      const tab = await context.newPage();
      await tab.goto(`http://localhost:${web}/`);
      return tab;
    };
    const ask = async (tab: Page) => {
      const answer = tab.waitForResponse((response) => response.url().endsWith('/me') && response.status() === 200);
      await tab.click('text=Ask again');
      await answer;
    };
    const first = await open();
    await first.fill('[name=password]', 'correct horse');
    await first.click('text=Sign in');
    await first.waitForSelector('text=Signed in as alice');
    const tabs = [first, await open(), await open()];
    for (const tab of tabs) await tab.waitForSelector('text=Signed in as alice');

    await expect.poll(() => first.evaluate(() => fetch('/me').then((answer) => answer.status)), { timeout: 60_000 }).toBe(401);
    log.length = 0;
    await Promise.all(tabs.map(ask));
    expect(log.filter((one) => one.startsWith('/auth/refresh'))).toEqual(['/auth/refresh 200']);

    stop();
    start(serve, 'api');
    await answers(`http://127.0.0.1:${api}/me`);
    await ask(first);

    await first.click('text=Sign out');
    await tabs[1]!.click('text=Ask again');
    for (const tab of tabs) await tab.waitForSelector('text=Sign in');
  } finally {
    await browser.close();
    for (const one of running) {
      try {
        process.kill(-one.pid!, 'SIGKILL');
      } catch {} // it has ended already
    }
    rmSync(here, { recursive: true, force: true });
  }
}, 600_000);
