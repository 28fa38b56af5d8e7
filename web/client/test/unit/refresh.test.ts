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

test('a token that the browser\u2019s cookies do not take is kept in memory, until a cookie is newer', async () => {
  const { jar } = fakeDocument({});
  const refused = vi.spyOn(document, 'cookie', 'set').mockImplementation(() => {});
  const client = sc({ mode: 'bearer' });
  client.setAccessToken('A1.mine');
  expect(client.getAccessToken()).toBe('A1.mine');
  expect(client.getDeviceId()).toBe(client.getDeviceId());
  expect(client.getDeviceId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
  refused.mockRestore();
  jar.set('atk', 'A1.login-in-another-tab');
  expect(client.getAccessToken()).toBe('A1.login-in-another-tab');
});

test('a token is forgotten when it is said so', () => {
  const { jar } = fakeDocument({ atk: 'A1.old' });
  const client = sc({ mode: 'bearer' });
  client.setAccessToken(null);
  expect(client.getAccessToken()).toBeNull();
  expect(jar.get('atk')).toBe('');
});

test('in cookie mode a token is not written, whoever says so', () => {
  const { writes } = fakeDocument({ csrf: 'c' });
  sc({ mode: 'cookie' }).setAccessToken('A1.readable-by-every-script');
  expect(writes).toEqual([]);
});

test('what is known of the cookies serves a client that cannot read them', () => {
  vi.unstubAllGlobals();
  const client = sc({ mode: 'bearer', known: { atk: 'A1.told', did: 'd', csrf: 'c' } });
  expect(client.authHeaders()).toEqual({ authorization: 'Bearer A1.told', 'x-session-device': 'd', 'x-csrf-token': 'c' });
});

test('a short name gives way to its full one, and an option that is undefined to its default', async () => {
  fakeDocument({ csrf: 'c' });
  const { ft, sent } = fakeFetch(unchanged);
  await sc({ ft, ep: '/short', endpoint: '/full' }).refresh();
  await sc({ ft, ep: undefined as never }).refresh();
  expect(sent.map((one) => one.url)).toEqual(['/full', '/auth/refresh']);
});

test('two people\u2019s clients in one process of a server share nothing', async () => {
  vi.unstubAllGlobals();
  fakeLocks();
  const { ft, sent } = fakeFetch(async (one) => json(200, { ok: true, refreshed: true, atk: one.headers['authorization'] + '-next', sid: 'S1.x' }));
  const people = ['A1.alice', 'A1.bob'].map((atk) => sc({ ft, mode: 'bearer', ep: 'https://api.example/auth/refresh', known: { atk } }));
  const told = vi.fn();
  people[1]!.on('refreshed', told);
  await Promise.all(people.map((one) => one.refresh()));
  expect(sent).toHaveLength(2);
  expect(people.map((one) => one.getAccessToken())).toEqual(['Bearer A1.alice-next', 'Bearer A1.bob-next']);
  expect(told).toHaveBeenCalledOnce();
});

test('an end of another session, just left by another tab, is not ours', async () => {
  const { jar } = fakeDocument({ csrf: 'old' });
  fakeLocks();
  const { ft, sent } = fakeFetch(json(401, { ok: false, rsn: 'session-not-active' }), unchanged);
  const [one, two] = [sc({ ft, ep: '/others/refresh' }), sc({ ft, ep: '/others/refresh' })];
  expect(await one.refresh()).toMatchObject({ ok: false });
  expect(await two.refresh()).toMatchObject({ ok: false });
  expect(sent).toHaveLength(1);
  jar.set('csrf', 'after a login');
  expect(await two.refresh()).toMatchObject({ ok: true });
  expect(sent).toHaveLength(2);
  for (const tab of [one, two]) tab.close();
});

test('a refresh never throws, whatever a fetch or a body does', async () => {
  fakeDocument({ csrf: 'c' });
  const wild = () => {
    throw new Error('not even a promise');
  };
  expect(await sc({ ft: wild }).refresh()).toMatchObject({ ok: false, rsn: 'network-error' });
  expect(await sc({ ft: fakeFetch(new Response('null')).ft }).refresh()).toMatchObject({ rsn: 'invalid-refresh-response' });
});
