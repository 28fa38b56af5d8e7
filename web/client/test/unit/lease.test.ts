import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sc } from '../../src/index.ts';
import { fakeDocument, fakeFetch, fakeStorage, json, standAt } from './browser.ts';

const successor = json(200, { ok: true, refreshed: true, atk: null, sid: 'S1.x' });

beforeEach(() => {
  standAt('http://app.example/');
  fakeDocument({ csrf: 'c' });
});
afterEach(() => vi.unstubAllGlobals());

test('without Web Locks twenty tabs make one exchange by lease, and leave nothing behind', async () => {
  const storage = fakeStorage();
  const { ft, sent } = fakeFetch(successor);
  const tabs = Array.from({ length: 20 }, () => sc({ ft, ep: '/lease/refresh' }));
  const answers = await Promise.all(tabs.map((tab) => tab.refresh()));
  expect(sent).toHaveLength(1);
  expect(answers.every((answer) => answer.ok && answer.refreshed)).toBe(true);
  await vi.waitFor(() => expect(Object.keys(storage)).toEqual([]), 5000);
  tabs.forEach((tab) => tab.close());
});

test.each([
  ['that has died', Date.now() - 60_000],
  ['whose clock was set back', Date.now() + 86_400_000],
])('the lease of a tab %s holds nobody up', async (_, at) => {
  const storage = fakeStorage();
  storage['sessvm /dead/refresh'] = at + ' 0.123';
  const { ft, sent } = fakeFetch(successor);
  const client = sc({ ft, ep: '/dead/refresh' });
  expect(await client.refresh()).toMatchObject({ ok: true });
  expect(sent).toHaveLength(1);
  client.close();
});

test('where neither locks nor storage are allowed each tab refreshes alone', async () => {
  vi.stubGlobal('localStorage', new Proxy({}, { get: () => { throw new DOMException('denied', 'SecurityError'); } }));
  const { ft, sent } = fakeFetch(successor);
  const client = sc({ ft, ep: '/alone/refresh' });
  expect(await client.refresh()).toMatchObject({ ok: true });
  expect(sent).toHaveLength(1);
  client.close();
});

test('where locks are refused each tab refreshes alone', async () => {
  const denied = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request: denied, query: denied } });
  const { ft, sent } = fakeFetch(successor);
  const client = sc({ ft, ep: '/denied/refresh' });
  expect(await client.refresh()).toMatchObject({ ok: true });
  expect(sent).toHaveLength(1);
  client.close();
});
