import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { launch } from './support/chromium.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { Visitor } from './support/visitor.ts';

// The same suite in both modes, over HTTP and HTTPS.
describe.each(['cookie', 'bearer'] as const)('in %s mode', (mode) => {
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await startDemo(mode === 'cookie' ? 'Cookie' : 'Bearer');
    browser = await launch([demo.spki]);
  });
  afterAll(async () => {
    await browser?.close();
    demo?.stop();
  });

  describe.concurrent.each(['http', 'https'] as const)('over %s', (scheme) => {
    const visit = () => Visitor.open(browser, demo[scheme], { mode });

    test('an expired token is exchanged on the way, once, and the request answered', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      await tab.signIn();
      expect(await tab.request('/api/profile')).toMatchObject({ status: 200, body: { sub: 'alice' } });
      const before = await tab.page.evaluate(() => client.getAccessToken());
      expect(before === null).toBe(mode === 'cookie');
      await tab.expires();

      expect(await tab.request('/api/profile', { method: 'POST' })).toMatchObject({ status: 200, body: { sub: 'alice' } });

      expect(alice.refreshes).toEqual([{ background: false }]);
      expect(await tab.told()).toMatchObject([{ name: 'refreshed' }]);
      const after = await tab.page.evaluate(() => client.getAccessToken());
      expect(after === before).toBe(mode === 'cookie');
    });

    test('twenty tabs that wake with an expired token make one exchange on the wire', async ({ expect }) => {
      await using alice = await visit();
      const first = await alice.tab();
      await first.signIn();
      const tabs = [first];
      while (tabs.length < 20) tabs.push(await alice.tab());
      await first.expires();

      const answers = await Promise.all(tabs.map((tab) => tab.request('/api/profile')));

      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
      expect(alice.refreshes).toHaveLength(1);
      for (const tab of tabs) expect(await tab.hears('refreshed')).toMatchObject({ name: 'refreshed' });
    });
  });
});
