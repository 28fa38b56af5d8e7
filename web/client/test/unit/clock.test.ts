import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sc } from '../../src/index.ts';
import { fakeDocument, fakeFetch, json, standAt } from './browser.ts';

const good = (ttl?: number, refreshed = true) => json(200, { ok: true, refreshed, atk: null, sid: 'S1.x', ttl });
const down = (wait?: string) => json(503, { ok: false, rsn: 'store-unavailable' }, wait ? { 'retry-after': wait } : {});

/** A window that is visible and online until it is told otherwise. */
const openWindow = () => {
  const bus = new EventTarget();
  const page = fakeDocument({ csrf: 'c' });
  const state = { hidden: false };
  Object.defineProperty(document, 'hidden', { get: () => state.hidden });
  const navigator = { onLine: true };
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('addEventListener', bus.addEventListener.bind(bus));
  const change = (name: string) => bus.dispatchEvent(new Event(name));
  return {
    ...page,
    hide: (hidden: boolean) => ((state.hidden = hidden), change('visibilitychange')),
    connect: (online: boolean) => ((navigator.onLine = online), change(online ? 'online' : 'offline')),
  };
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  standAt('http://app.example/');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

test('it refreshes so long before the token expires, as background, and again and again', async () => {
  openWindow();
  const { ft, sent } = fakeFetch(good(900));
  const client = sc({ ft, ahead: 60 });
  await client.refresh();
  await seconds(839);
  expect(sent).toHaveLength(1);
  await seconds(1);
  expect(sent.map((one) => one.headers['x-session-background'])).toEqual([undefined, '1']);
  await seconds(840);
  expect(sent).toHaveLength(3);
  client.close();
  await seconds(10_000);
  expect(sent).toHaveLength(3);
});

test('nothing is asked before something has shown that there is a session; then it begins by itself', async () => {
  openWindow();
  const { ft, sent } = fakeFetch((one) => (one.url === '/api' ? json(200, {}) : good(900, false)));
  const client = sc({ ft, ahead: 60 });
  await seconds(10_000);
  expect(sent).toHaveLength(0);
  await client.request('/api');
  await client.request('/api');
  await seconds(1);
  expect(sent.map((one) => one.url)).toEqual(['/api', '/api', '/auth/refresh']);
});

test('a server that exchanges only what has expired is asked again once it has', async () => {
  openWindow();
  const { ft, sent } = fakeFetch(good(900), good(60, false), good(900));
  await sc({ ft, ahead: 60 }).refresh();
  await seconds(840);
  expect(sent).toHaveLength(2);
  await seconds(60);
  expect(sent).toHaveLength(2);
  await seconds(1);
  expect(sent).toHaveLength(3);
});

test('a token that lives for years does not make the timer fire at once', async () => {
  openWindow();
  const { ft, sent } = fakeFetch(good(10 * 365 * 86_400));
  await sc({ ft, ahead: 60 }).refresh();
  await seconds(86_400);
  expect(sent).toHaveLength(1);
});

test('a hidden tab waits until it is seen', async () => {
  const page = openWindow();
  const { ft, sent } = fakeFetch(good(900));
  await sc({ ft, ahead: 60 }).refresh();
  page.hide(true);
  await seconds(10_000);
  expect(sent).toHaveLength(1);
  page.hide(false);
  await seconds(0);
  expect(sent).toHaveLength(2);
  page.hide(true);
  page.hide(false);
  await seconds(0);
  expect(sent).toHaveLength(2);
});

test('an offline tab waits until it is online', async () => {
  const page = openWindow();
  const { ft, sent } = fakeFetch(good(900));
  await sc({ ft, ahead: 60 }).refresh();
  page.connect(false);
  await seconds(10_000);
  expect(sent).toHaveLength(1);
  page.connect(true);
  await seconds(0);
  expect(sent).toHaveLength(2);
});

test('on 503 it waits as long as the server asks, and a little longer by chance', async () => {
  openWindow();
  vi.mocked(Math.random).mockReturnValue(0.5);
  const { ft, sent } = fakeFetch(good(900), down('20'), good(900));
  await sc({ ft, ahead: 60 }).refresh();
  await seconds(840);
  expect(sent).toHaveLength(2);
  await seconds(24);
  expect(sent).toHaveLength(2);
  await seconds(1);
  expect(sent).toHaveLength(3);
});

test('failures that tell no time back off, up to five minutes, and success forgets them', async () => {
  openWindow();
  const { ft, sent } = fakeFetch(good(900), new TypeError('Failed to fetch'));
  await sc({ ft, ahead: 60 }).refresh();
  await seconds(840);
  for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
    const before = sent.length;
    await seconds(wait - 0.001);
    expect(sent).toHaveLength(before);
    await seconds(0.001);
    expect(sent).toHaveLength(before + 1);
  }
});

test('an end stops the timer', async () => {
  openWindow();
  const { ft, sent } = fakeFetch(good(900), json(401, { ok: false, rsn: 'session-not-active' }));
  const client = sc({ ft, ahead: 60 });
  const ended = vi.fn();
  client.on('ended', ended);
  await client.refresh();
  await seconds(100_000);
  expect(sent).toHaveLength(2);
  expect(ended).toHaveBeenCalledOnce();
});

test('without a page there is no timer', async () => {
  vi.unstubAllGlobals();
  const { ft, sent } = fakeFetch(json(200, { ok: true, refreshed: true, atk: 'A1.new', sid: 'S1.x', ttl: 900 }));
  const client = sc({ ft, ahead: 60, mode: 'bearer', ep: 'https://api.example/auth/refresh' });
  client.setAccessToken('A1.mine');
  await client.refresh();
  await seconds(10_000);
  expect(sent).toHaveLength(1);
});
