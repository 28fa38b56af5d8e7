import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';
import { built, pathTo } from './repository.ts';

/** The demo in a process of its own, over HTTP and HTTPS, with the pages of these tests in place of its own. */
export interface Demo {
  readonly http: string;
  readonly https: string;
  readonly spki: string;
  stop(): void;
}

/** Names that Chromium is told lie on loopback: two hosts of one site, and another site. */
export const hosts = ['app.test', 'api.app.test', 'other.test'];

export const startDemo = async (mode: 'Cookie' | 'Bearer', ...more: string[]): Promise<Demo> => {
  const program = built('samples/Demo/bin/Release/net10.0/Sessvm.Demo.dll', 'Build it: dotnet build samples/Demo -c Release');
  const client = built('web/client/dist/sessvm-client.js', 'Build it: npm run build');
  const directory = mkdtempSync(join(tmpdir(), 'sessvm-client-'));
  const pages = join(directory, 'pages');
  mkdirSync(pages);
  cpSync(client, join(pages, 'sessvm-client.js'));
  cpSync(pathTo('web/client/test/browser/pages'), pages, { recursive: true });
  const { certificate, key, spki } = makeCertificate(directory, ['127.0.0.1', 'localhost', ...hosts]);

  const server = spawn(
    'dotnet',
    [
      ...[program, '--urls', 'http://127.0.0.1:0;https://127.0.0.1:0', '--contentRoot', directory, '--webroot', pages, '--Store', 'memory'],
      ...['--Kestrel:Certificates:Default:Path', certificate, '--Kestrel:Certificates:Default:KeyPath', key],
      // As short as is allowed: what waits for a token to expire waits so long.
      ...['--Sessvm:Mode', mode, '--Sessvm:AccessLifetime', '00:00:10', '--Sessvm:Overlap', '00:00:02', '--Logging:LogLevel:Microsoft.AspNetCore', 'Warning'],
      ...more,
    ],
    { cwd: directory, env: { ...process.env, Sessvm__Secret: 'an-example-secret-of-forty-odd-bytes-0123456789' } },
  );
  const stop = () => {
    server.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const [http, https] = await addresses(server);
    return { http: http!, https: https!, spki, stop };
  } catch (trouble) {
    stop();
    throw trouble;
  }
};

const addresses = (server: ChildProcess): Promise<string[]> =>
  new Promise((done, fail) => {
    let log = '';
    const note = (chunk: Buffer) => {
      log += chunk.toString();
      const found = [...log.matchAll(/Now listening on: (\S+)/g)].map((match) => match[1]!);
      if (found.length === 2) done(found.sort((a, b) => a.split(':')[0]!.length - b.split(':')[0]!.length));
    };
    server.stdout!.on('data', note);
    server.stderr!.on('data', note);
    server.on('error', fail);
    server.on('exit', (code) => fail(new Error(`The demo ended with ${code} before it listened:\n${log}`)));
  });
