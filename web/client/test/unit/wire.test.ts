import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import wire from '../../../../test/vectors/client-wire.json';
import { rf, sc } from '../../src/index.ts';
import { fakeDocument, fakeFetch, json, standAt } from './browser.ts';

const device = '3f2b8c1e-6a54-4f0e-9d2a-7c1b5e8f9a10';
const before = 'A1.payload-and.mac';
const after = 'A1.successor.mac';
const options = { se: false, aa: 900, ca: 7200, mode: 'bearer' } as const;
const [valid, expired, refusal, profile, post, gql] = wire.exchanges;

const open = (atk: string, answer: Response) => {
  const browser = fakeDocument({ atk, did: device, csrf: 'csrf-value' });
  const { ft, sent } = fakeFetch(answer);
  return { ...browser, sent, client: sc({ ...options, ft }) };
};

beforeEach(() => standAt('http://app.example/'));
afterEach(() => vi.unstubAllGlobals());

test('refresh with a token that is still valid is sent, answered and kept as recorded', async () => {
  const { client, sent, writes } = open(before, json(200, { ok: true, refreshed: false, atk: before, sid: 'S1.x' }));
  expect(await client.refresh()).toEqual(valid!.result);
  expect(sent).toEqual([valid!.request]);
  expect(writes).toEqual(valid!.cookieWrites);
});

test('refresh with an expired token is sent, answered and kept as recorded', async () => {
  const { client, sent, writes } = open(before, json(200, { ok: true, refreshed: true, atk: after, sid: 'S1.x' }));
  expect(await client.refresh()).toEqual(expired!.result);
  expect(sent).toEqual([expired!.request]);
  expect(writes).toEqual(expired!.cookieWrites);
});

test('a refused refresh is sent, answered and kept as recorded', async () => {
  const body = { ok: false, refreshed: false, atk: null, sid: null, rsn: 'session-not-active' };
  const { client, sent, writes } = open(after, json(401, body));
  expect(await client.refresh()).toEqual(refusal!.result);
  expect(sent).toEqual([refusal!.request]);
  expect(writes).toEqual(refusal!.cookieWrites);
});

test('a GET is sent as recorded', async () => {
  const { client, sent } = open(after, json(200, {}));
  expect((await client.request('/api/profile')).status).toBe(200);
  expect(sent).toEqual([profile!.request]);
});

test('a POST with JSON is sent as recorded', async () => {
  const { client, sent } = open(after, json(200, {}));
  await client.request('/api/profile', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
  expect(sent).toEqual([post!.request]);
});

test('a GraphQL operation is sent as recorded', async () => {
  const { client, sent } = open(after, json(200, {}));
  await client.gql('/graphql', { query: 'query Me { me { sub } }', operationName: 'Me' });
  expect(sent).toEqual([gql!.request]);
});

test('what other libraries are given is as recorded', () => {
  const { client } = open(after, json(200, {}));
  expect(client.ws()).toMatchObject(wire.pure.ws);
  expect(client.graphql()).toEqual(wire.pure.graphql);
  expect(client.http()).toEqual(wire.pure.http);
});

test('without an access cookie nothing is sent and the reason is as recorded', async () => {
  fakeDocument({ did: device, csrf: 'csrf-value' });
  const { ft, sent } = fakeFetch(json(200, {}));
  expect(await rf({ ...options, ft })).toEqual(wire.withoutAccessCookie);
  expect(sent).toEqual([]);
});

test('with the network down the reason is as recorded', async () => {
  fakeDocument({ atk: before, did: device, csrf: 'csrf-value' });
  const { ft } = fakeFetch(new TypeError('Failed to fetch'));
  expect(await rf({ ...options, ft })).toEqual(wire.networkDown);
});

test('without device and CSRF cookies both are made up and written as recorded', async () => {
  const { writes } = fakeDocument({ atk: before });
  const { ft, sent } = fakeFetch(json(200, { ok: true, refreshed: false, atk: before, sid: 'S1.x' }));
  await rf({ ...options, ft });
  const shape = writes.map((text) => text.replace(/=[^;]+/, '=<random>'));
  expect(shape).toEqual(wire.withoutDeviceAndCsrfCookies.cookieWrites);
  expect(sent[0]!.body).toBe(JSON.stringify({ did: sent[0]!.headers['x-session-device'] }));
});
