import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { launch } from './support/chromium.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { type Tab, Visitor } from './support/visitor.ts';

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

    test('three tabs that wake with an expired token, and a renewal at once, sign nobody out', async ({ expect }) => {
      await using alice = await visit();
      const first = await alice.tab();
      await first.signIn();
      const tabs = [first, await alice.tab(), await alice.tab()];
      await first.expires();

      const [renewed, ...answers] = await Promise.all([first.stepUp(), ...tabs.map((tab) => tab.request('/api/profile'))]);

      expect(renewed).toBe(200);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      await first.expires();
      for (const tab of tabs) expect(await tab.request('/api/profile')).toMatchObject({ status: 200, body: { sub: 'alice' } });
    });

    test('frames and their tab make one exchange between them', async ({ expect }) => {
      await using alice = await visit();
      const top = await alice.tab();
      await top.signIn();
      const page = top.page as Page;
      await page.evaluate(() => {
        for (let made = 0; made < 4; made++) {
          const frame = document.createElement('iframe');
          frame.srcdoc = '<script type="module" src="/page.js"></script>';
          document.body.append(frame);
        }
      });
      const tabs = [top, ...(await Promise.all(page.frames().slice(1).map((frame) => alice.open(frame))))];
      await top.expires();

      const answers = await Promise.all(tabs.map((tab) => tab.request('/api/profile')));

      expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(200));
      expect(alice.refreshes).toHaveLength(1);
    });

    test('a tab that dies while its exchange flies keeps the others from nothing', async ({ expect }) => {
      await using alice = await visit();
      const [dying, other] = [await alice.tab(), await alice.tab()];
      await dying.signIn();
      await dying.expires();
      const refreshes = await alice.holdRefreshes();
      void dying.refresh().catch(() => {});
      await vi.waitFor(() => expect(refreshes.held).toHaveLength(1), { timeout: 60_000 });
      const answer = other.request('/api/profile');

      const crash = await alice.context.newCDPSession(dying.page as Page);
      void crash.send('Page.crash').catch(() => {});

      await vi.waitFor(() => expect(refreshes.held).toHaveLength(2), { timeout: 60_000 });
      await refreshes.release();
      expect(await answer).toMatchObject({ status: 200 });
    });

    test('clocks that are a day ahead and a day behind change nothing', async ({ expect }) => {
      await using alice = await visit();
      const tabs: Tab[] = [];
      for (const days of [1, -1, 0]) {
        const page = await alice.context.newPage();
        await page.addInitScript((ms) => {
          const Real = Date;
          const now = () => Real.now() + ms;
          globalThis.Date = new Proxy(Real, {
            construct: (target, given: [number]) => new target(...(given.length ? given : ([now()] as [number]))),
            get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
          });
        }, days * 86_400_000);
        await page.goto(alice.home + '/page.html');
        tabs.push(await alice.open(page));
      }
      const skewed = await tabs[0]!.page.evaluate(() => Date.now());
      expect(Math.abs(skewed - Date.now())).toBeGreaterThan(80_000_000);
      await tabs[0]!.signIn();
      await tabs[0]!.expires();

      const answers = await Promise.all(tabs.map((tab) => tab.request('/api/profile')));

      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      expect(alice.refreshes).toHaveLength(1);
    });

    test('a page that comes back from the back-forward cache goes on with its client', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      const page = tab.page as Page;
      await tab.signIn();
      await tab.request('/api/profile');
      await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (window.restored = persisted)));
      await page.goto(alice.home + '/page.html?away');

      await page.evaluate(() => history.back());

      await vi.waitFor(async () => expect(await page.evaluate(() => window.restored)).toBe(true), { timeout: 60_000 });
      await tab.expires();
      expect(await tab.request('/api/profile')).toMatchObject({ status: 200 });
      expect(alice.refreshes).toHaveLength(1);
      expect(await tab.told()).toMatchObject([{ name: 'refreshed' }]);
    });

    test('a timer refreshes as background, not while offline, and at once when online again', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab({ ahead: 2 });
      await tab.signIn();
      await tab.request('/api/profile');
      await tab.hears('refreshed');
      expect(alice.refreshes.length).toBeGreaterThan(0);
      expect(alice.refreshes.every((one) => one.background)).toBe(true);

      await alice.context.setOffline(true);
      const before = alice.refreshes.length;
      await tab.page.evaluate(async () => {
        told.length = 0;
        for (const until = performance.now() + 14_000; performance.now() < until; ) await new Promise((go) => setTimeout(go, 250));
      });
      expect(alice.refreshes).toHaveLength(before);
      await alice.context.setOffline(false);

      await tab.hears('refreshed');
      expect(alice.refreshes).toHaveLength(before + 1);
    });

    test('a session that is ended from another browser is told of in every tab, and its socket closes with 4401', async ({ expect }) => {
      await using alice = await visit();
      await using elsewhere = await visit();
      const [asking, quiet] = [await alice.tab(), await alice.tab()];
      await asking.signIn();
      const { sid } = (await asking.request('/auth/session')).body as { sid: string };
      const socket = await asking.page.evaluateHandle(() => {
        const opened = new WebSocket(location.origin.replace('http', 'ws') + '/ws', client.ws().protocols);
        const said = new Promise((done) => (opened.onmessage = ({ data }) => done(data)));
        return { said, code: new Promise((done) => (opened.onclose = ({ code }) => done(code))) };
      });
      expect(await socket.evaluate(({ said }) => said)).toContain('alice');
      const other = await elsewhere.tab();
      await other.signIn();

      expect(await other.request('/auth/sessions/' + sid, { method: 'DELETE' })).toMatchObject({ status: 204 });

      expect(await socket.evaluate(({ code }) => code)).toBe(4401);
      expect(await asking.request('/api/profile')).toMatchObject({ status: 401, rsn: 'session-not-active' });
      for (const tab of [asking, quiet]) expect(await tab.hears('ended')).toMatchObject({ rsn: 'session-not-active' });
      expect(await other.request('/api/profile')).toMatchObject({ status: 200 });
    });

    test('a socket opens with what ws() and ticket() give, also after an exchange', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      await tab.signIn();
      const hello = (by: 'ws' | 'ticket') =>
        tab.page.evaluate(async (how) => {
          const { protocols } = await client[how]();
          const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws', protocols);
          return new Promise<string>((done, fail) => {
            socket.onmessage = ({ data }) => (done(data), socket.close());
            socket.onclose = ({ code }) => fail(new Error('closed with ' + code));
          });
        }, by);
      expect(await hello('ws')).toContain('alice');
      expect(await hello('ticket')).toContain('alice');

      await tab.expires();
      expect(await tab.refresh()).toMatchObject({ ok: true, refreshed: true });

      expect(await hello('ws')).toContain('alice');
      expect(await hello('ticket')).toContain('alice');
    });

    test('bodies that can be sent twice are, whole', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      await tab.signIn();
      for (const kind of ['string', 'form', 'search', 'blob', 'buffer', 'request'] as const) {
        const bodies: string[] = [];
        await alice.context.route('**/api/profile', async (route) => {
          bodies.push(route.request().postDataBuffer()?.toString() ?? '');
          if (bodies.length > 1) return route.continue();
          const challenge = 'Bearer error="invalid_token", error_description="access-expired"';
          return route.fulfill({ status: 401, headers: { 'www-authenticate': challenge } });
        });
        const status = await tab.page.evaluate(async (what) => {
          const form = new FormData();
          form.set('field', 'hello');
          const body = { string: 'hello', form, search: new URLSearchParams({ field: 'hello' }), blob: new Blob(['hello']), buffer: new TextEncoder().encode('hello') };
          const answer = what === 'request'
            ? await client.request(new Request('/api/profile', { method: 'POST', body: 'hello' }))
            : await client.request('/api/profile', { method: 'POST', body: body[what] });
          return answer.status;
        }, kind);
        expect([kind, status, bodies.length]).toEqual([kind, 200, 2]);
        for (const body of bodies) expect(body).toContain('hello');
        await alice.context.unroute('**/api/profile');
      }
    });

    // Chromium streams a body over HTTP/2 only.
    if (scheme === 'https') test('a stream is not sent twice, and the answer says so', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      await tab.signIn();
      await tab.expires();
      const send = () =>
        tab.page.evaluate(async () => {
          const init = { method: 'POST', body: new Blob(['hello']).stream(), duplex: 'half' };
          const { status, rsn } = await client.request('/api/profile', init);
          return { status, rsn };
        });
      expect(await send()).toEqual({ status: 401, rsn: 'body-not-replayable' });
      expect(alice.refreshes).toHaveLength(1);
      expect(await send()).toMatchObject({ status: 200 });
    });

    test('in a worker it works as in a tab, and shares with the tabs what can be shared', async ({ expect }) => {
      await using alice = await visit();
      const tab = await alice.tab();
      await tab.signIn();
      const worker = await tab.page.evaluateHandle(() => {
        const made = new Worker('/worker.js', { type: 'module' });
        return (message: unknown) =>
          new Promise<unknown>((done) => {
            made.onmessage = ({ data }) => done(data);
            made.postMessage(message);
          });
      });
      const ask = (message: unknown) => worker.evaluate((post, what) => post(what), message);
      const known = await tab.page.evaluate(() => ({ atk: client.getAccessToken(), did: client.getDeviceId(), csrf: client.getCsrfToken() }));
      await ask({ options: { mode, known } });
      expect(await ask({ call: 'request', argument: '/api/profile' })).toEqual({ status: 200 });
      await tab.expires();

      const answers = await Promise.all([tab.request('/api/profile'), ask({ call: 'request', argument: '/api/profile' })]);

      expect(answers).toMatchObject([{ status: 200 }, { status: 200 }]);
      expect(alice.refreshes).toHaveLength(mode === 'cookie' ? 1 : 2);
    });
  });
});
