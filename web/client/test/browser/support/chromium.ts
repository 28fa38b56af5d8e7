import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type LaunchOptions, chromium } from 'playwright-core';
import { hosts } from './demo.ts';

const setting = (spkis: readonly string[]): LaunchOptions => {
  const executablePath = process.env['SESSVM_CHROMIUM'] || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `The browser tests need Chromium, and there is none at ${executablePath}. Install it (apt-get install chromium), or say in SESSVM_CHROMIUM where it is.`,
    );
  }
  return {
    executablePath,
    // Playwright turns these off, and a person's browser has them.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--ignore-certificate-errors-spki-list=' + spkis.join(','),
      '--host-resolver-rules=' + hosts.map((host) => `MAP ${host} 127.0.0.1`).join(','),
    ],
  };
};

/**
 * Chromium, which trusts the certificates of these keys, and finds the names of these tests on loopback. Its contexts are as
 * private windows: third-party cookies are blocked in them.
 */
export const launch = (spkis: readonly string[]): Promise<Browser> => chromium.launch(setting(spkis));

/** A window of a profile in which a person has allowed third-party cookies. */
export const launchProfile = (spkis: readonly string[], directory: string): Promise<BrowserContext> => {
  mkdirSync(join(directory, 'Default'), { recursive: true });
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(join(directory, 'Default', 'Preferences'), JSON.stringify(preferences));
  return chromium.launchPersistentContext(directory, setting(spkis));
};
