import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { hosts } from './demo.ts';

/** Chromium, which trusts the certificates of these keys, and finds the names of these tests on loopback. */
export const launch = async (spkis: readonly string[], ...more: string[]): Promise<Browser> => {
  const executablePath = process.env['SESSVM_CHROMIUM'] || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `The browser tests need Chromium, and there is none at ${executablePath}. Install it (apt-get install chromium), or say in SESSVM_CHROMIUM where it is.`,
    );
  }
  return chromium.launch({
    executablePath,
    // Playwright turns these off, and a person's browser has them.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--ignore-certificate-errors-spki-list=' + spkis.join(','),
      '--host-resolver-rules=' + hosts.map((host) => `MAP ${host} 127.0.0.1`).join(','),
      ...more,
    ],
  });
};
