import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { launch, launchProfile } from './support/chromium.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { pathTo } from './support/repository.ts';
import { type Options, type Tab, Visitor } from './support/visitor.ts';

/** The same server under another name. */
const at = (host: string, address: string) => address.replace('127.0.0.1', host);

describe('on plain HTTP away from loopback, where browsers have no Web Locks', () => {
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await startDemo('Cookie', '--Sessvm:Insecure', 'true');
    browser = await launch([]);
  });
  afterAll(async () => {
    await browser?.close();
    demo?.stop();
  });

  test('ten tabs that wake with an expired token make one exchange by lease', async ({ expect }) => {
    await using alice = await Visitor.open(browser, at('app.test', demo.http), { mode: 'cookie' });
    const tabs: Tab[] = [];
    while (tabs.length < 10) tabs.push(await alice.tab());
    expect(await tabs[0]!.page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
    await tabs[0]!.signIn();
    await tabs[0]!.expires();

    const answers = await Promise.all(tabs.map((tab) => tab.request('/api/profile')));

    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    expect(alice.refreshes).toHaveLength(1);
    for (const tab of tabs) await tab.hears('refreshed');
  });

  test('a tab that dies with the lease keeps the others waiting for seconds, and no longer', async ({ expect }) => {
    await using alice = await Visitor.open(browser, at('app.test', demo.http), { mode: 'cookie' });
    const [dying, other] = [await alice.tab(), await alice.tab()];
    await dying.signIn();
    await dying.expires();
    const refreshes = await alice.holdRefreshes();
    void dying.refresh().catch(() => {});
    await expect.poll(() => refreshes.held.length, { timeout: 60_000 }).toBe(1);
    const answer = other.request('/api/profile');
    const crash = await alice.context.newCDPSession(dying.page as Page);
    void crash.send('Page.crash').catch(() => {});

    await expect.poll(() => refreshes.held.length, { timeout: 60_000 }).toBe(2);
    await refreshes.release();
    expect(await answer).toMatchObject({ status: 200 });
  });
});

/** A page of another site with a frame of ours in it, and the client in the frame. */
const embed = async (visitor: Visitor, host: string, home: string, options: Options): Promise<Tab> => {
  const page = await visitor.context.newPage();
  // The demo forbids to be framed, and an application that is framed does not: the document comes without that header.
  const path = pathTo('web/client/test/browser/pages/page.html');
  await visitor.context.route('**/page.html', (route) => route.fulfill({ path, contentType: 'text/html' }));
  await page.goto(host + '/page.html');
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src + '/page.html';
    document.body.append(frame);
    return new Promise((done) => (frame.onload = done));
  }, home);
  return visitor.open(page.frames()[1]!, options);
};

describe.each(['allowed', 'blocked'] as const)('in a frame on another site, with third-party cookies %s', (cookies) => {
  const demos: Demo[] = [];
  let browser: Browser;
  let profile: string;

  beforeAll(async () => {
    demos.push(await startDemo('Cookie', '--Sessvm:Cookies:SameSite', 'None'));
    demos.push(await startDemo('Bearer', '--Sessvm:Cookies:SameSite', 'None'));
    demos.push(await startDemo('Cookie'));
    browser = await launch(demos.map((demo) => demo.spki));
    profile = mkdtempSync(join(tmpdir(), 'sessvm-profile-'));
  });
  afterAll(async () => {
    await browser?.close();
    for (const demo of demos) demo.stop();
    rmSync(profile, { recursive: true, force: true });
  });
  const visit = async (demo: Demo, options: Options) => {
    const home = at('app.test', demo.https);
    const context = cookies === 'blocked' ? await browser.newContext() : await launchProfile([demo.spki], join(profile, String(Math.random())));
    const visitor = new Visitor(context, home, options);
    return { visitor, frame: await embed(visitor, at('other.test', demo.https), home, options) };
  };

  test('cookie mode with SameSite=None works where cookies are let in, and says missing-bearer where not', async ({ expect }) => {
    const { visitor, frame } = await visit(demos[0]!, { mode: 'cookie' });
    await using _ = visitor;
    await frame.signIn();

    const answer = await frame.request('/api/profile');
    const refreshed = await frame.refresh();

    if (cookies === 'allowed') {
      expect(answer).toMatchObject({ status: 200 });
      expect(refreshed).toMatchObject({ ok: true });
    } else {
      expect(answer).toMatchObject({ status: 401, rsn: 'missing-bearer' });
      expect(refreshed).toMatchObject({ ok: false, rsn: 'missing-bearer' });
      expect(await frame.hears('ended')).toMatchObject({ rsn: 'missing-bearer' });
    }
  });

  test('cookie mode with the default SameSite=Lax says missing-bearer', async ({ expect }) => {
    const { visitor, frame } = await visit(demos[2]!, { mode: 'cookie' });
    await using _ = visitor;
    await frame.signIn();

    expect(await frame.request('/api/profile')).toMatchObject({ status: 401, rsn: 'missing-bearer' });
    expect(await frame.refresh()).toMatchObject({ ok: false, rsn: 'missing-bearer' });
  });

  test('bearer mode works, through an expiry too: a token that no cookie takes is kept in memory', async ({ expect }) => {
    const { visitor, frame } = await visit(demos[1]!, { mode: 'bearer', ss: 'None' });
    await using _ = visitor;
    await frame.signIn();
    expect(await frame.page.evaluate(() => document.cookie.includes('atk='))).toBe(cookies === 'allowed');
    expect(await frame.request('/api/profile')).toMatchObject({ status: 200 });
    await frame.expires();

    expect(await frame.request('/api/profile')).toMatchObject({ status: 200 });
    expect(visitor.refreshes).toHaveLength(1);
  });
});
