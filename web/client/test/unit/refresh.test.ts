import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sc } from '../../src/index.ts';
import { fakeDocument, fakeFetch, fakeLocks, json, standAt } from './browser.ts';

const successor = json(200, { ok: true, refreshed: true, atk: null, sid: 'S1.x' });
const unchanged = json(200, { ok: true, refreshed: false, atk: null, sid: 'S1.x' });

beforeEach(() => standAt('http://app.example/'));
afterEach(() => vi.unstubAllGlobals());

test('in cookie mode it shows the CSRF token alone, makes nothing up and writes nothing', async () => {
  const { writes } = fakeDocument({ csrf: 'from-the-server' });
  const { ft, sent } = fakeFetch(successor);
  const client = sc({ ft });
  expect(await client.refresh()).toEqual({ ok: true, refreshed: true, atk: null, sid: 'S1.x' });
  expect(sent[0]!.headers).toEqual({ 'content-type': 'application/json', 'x-csrf-token': 'from-the-server' });
  expect(sent[0]!.body).toBe('{}');
  expect(client.getAccessToken()).toBeNull();
  expect(client.getDeviceId()).toBeNull();
  expect(client.ws()).toMatchObject({ protocols: [], connectionParams: {} });
  expect(writes).toEqual([]);
});

test('in cookie mode without a CSRF cookie it makes none up', () => {
  const { writes } = fakeDocument({});
  expect(sc().authHeaders()).toEqual({});
  expect(writes).toEqual([]);
});

test('a prefixed cookie wins over a bare one, which a sibling host can plant', () => {
  fakeDocument({ csrf: 'planted', '__Host-csrf': 'real' });
  expect(sc().getCsrfToken()).toBe('real');
});

test('over HTTPS a bearer client writes to the cookie it read, and new ones with the prefix', async () => {
  standAt('https://app.example/');
  const { writes } = fakeDocument({ '__Host-atk': 'A1.old' });
  const { ft } = fakeFetch(json(200, { ok: true, refreshed: true, atk: 'A1.new', sid: 'S1.x' }));
  await sc({ ft }).refresh();
  expect(writes.map((text) => text.split('=')[0])).toEqual(['__Host-did', '__Host-csrf', '__Host-atk']);
  expect(writes.every((text) => text.endsWith('; Secure'))).toBe(true);
});

test('a CSRF token in an answer serves a page that cannot read the cookie', async () => {
  fakeDocument({});
  const { ft } = fakeFetch(json(200, { ok: true, refreshed: false, atk: null, sid: 'S1.x', csrf: 'told' }));
  const client = sc({ ft });
  await client.refresh();
  expect(client.authHeaders()).toEqual({ 'x-csrf-token': 'told' });
});

test('a late answer never replaces a token that was put there meanwhile', async () => {
  const { jar } = fakeDocument({ atk: 'A1.old', did: 'd', csrf: 'c' });
  const { ft } = fakeFetch(() => {
    jar.set('atk', 'A1.login-in-another-tab');
    return json(200, { ok: true, refreshed: true, atk: 'A1.late', sid: 'S1.x' });
  });
  const client = sc({ ft });
  await client.refresh();
  expect(client.getAccessToken()).toBe('A1.login-in-another-tab');
});

test.each([
  [new Response('<html>', { status: 502 }), { rsn: 'refresh-http-error', status: 502 }],
  [new Response('nonsense', { status: 200 }), { rsn: 'invalid-refresh-response' }],
  [json(200, { ok: true }), { rsn: 'invalid-refresh-response' }],
  [json(503, { ok: false, rsn: 'store-unavailable' }), { rsn: 'store-unavailable' }],
])('an answer that is none is a result, not an exception', async (answer, expected) => {
  fakeDocument({ csrf: 'c' });
  expect(await sc({ ft: fakeFetch(answer).ft }).refresh()).toMatchObject({ ok: false, ...expected });
});

test('all who ask at once in one tab share one refresh', async () => {
  fakeDocument({ csrf: 'c' });
  const { ft, sent } = fakeFetch(successor);
  const client = sc({ ft });
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.refresh()));
  expect(sent).toHaveLength(1);
  expect(answers.every((answer) => answer.refreshed)).toBe(true);
});

test('twenty tabs that wake with an expired token make one exchange', async () => {
  fakeDocument({ csrf: 'c' });
  fakeLocks();
  const { ft, sent } = fakeFetch(successor, unchanged);
  const tabs = Array.from({ length: 20 }, () => sc({ ft, ep: '/twenty/refresh' }));
  const told = vi.fn();
  tabs.at(-1)!.on('refreshed', told);
  const answers = await Promise.all(tabs.map((tab) => tab.refresh()));
  expect(sent).toHaveLength(1);
  expect(answers.every((answer) => answer.ok && answer.refreshed && answer.sid === 'S1.x')).toBe(true);
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  tabs.forEach((tab) => tab.close());
});

test('a bearer token reaches the other tabs by the cookie and not by the message', async () => {
  fakeDocument({ atk: 'A1.old', did: 'd', csrf: 'c' });
  fakeLocks();
  const { ft } = fakeFetch(json(200, { ok: true, refreshed: true, atk: 'A1.new', sid: 'S1.x' }));
  const overheard: unknown[] = [];
  const ear = new BroadcastChannel('sessvm /bearer/refresh');
  ear.onmessage = ({ data }) => overheard.push(data);
  const [one, two] = [sc({ ft, ep: '/bearer/refresh' }), sc({ ft, ep: '/bearer/refresh' })];
  const answers = await Promise.all([one.refresh(), two.refresh()]);
  expect(answers.map((answer) => answer.atk)).toEqual(['A1.new', 'A1.new']);
  await vi.waitFor(() => expect(overheard).toHaveLength(1));
  expect(JSON.stringify(overheard)).not.toContain('A1.');
  for (const end of [one, two, ear]) end.close();
});

test('without a document a bearer client keeps its token in memory', async () => {
  vi.unstubAllGlobals();
  const { ft, sent } = fakeFetch(json(200, { ok: true, refreshed: true, atk: 'A1.new', sid: 'S1.x' }));
  const client = sc({ ft, mode: 'bearer', ep: 'https://api.example/auth/refresh' });
  client.setAccessToken('A1.mine');
  await client.refresh();
  expect(sent[0]!.headers['authorization']).toBe('Bearer A1.mine');
  expect(client.getAccessToken()).toBe('A1.new');
});
