import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sc } from '../../src/index.ts';
import { fakeDocument, fakeFetch, json, standAt, type Sent } from './browser.ts';

const expired = json(401, { ok: false, rsn: 'access-expired' });
const successor = { ok: true, refreshed: true, atk: 'A1.new', sid: 'S1.x' };
const toRefresh = (sent: Sent) => sent.url.endsWith('/auth/refresh');

beforeEach(() => {
  fakeDocument({ atk: 'A1.old', did: 'd', csrf: 'c' });
  standAt('https://app.example/page');
});
afterEach(() => vi.unstubAllGlobals());

test('a 401 that a refresh can cure is cured and asked once more, with the new token', async () => {
  const { ft, sent } = fakeFetch(expired, json(200, successor), json(200, { sub: 'alice' }));
  const answer = await sc({ ft }).request('/api/profile', { method: 'POST', body: '{}' });
  expect(await answer.json()).toEqual({ sub: 'alice' });
  expect(sent.map((one) => one.url)).toEqual(['/api/profile', '/auth/refresh', '/api/profile']);
  expect(sent[2]).toMatchObject({ method: 'POST', body: '{}', headers: { authorization: 'Bearer A1.new' } });
});

test('the reason is read from WWW-Authenticate where there is no JSON', async () => {
  const told = 'Bearer error="invalid_token", error_description="access-expired"';
  const bare = new Response(null, { status: 401, headers: { 'www-authenticate': told } });
  const { ft, sent } = fakeFetch(bare, json(200, successor), json(200, {}));
  expect((await sc({ ft }).request('/api/profile')).status).toBe(200);
  expect(sent).toHaveLength(3);
});

test('it asks once more and not twice', async () => {
  const { ft, sent } = fakeFetch((one) => (toRefresh(one) ? json(200, successor) : expired.clone()));
  expect((await sc({ ft }).request('/api/profile')).status).toBe(401);
  expect(sent).toHaveLength(3);
});

test('a 401 that no refresh can cure is handed on, its body unread, and told of', async () => {
  const { ft, sent } = fakeFetch(json(401, { ok: false, rsn: 'session-not-active' }));
  const client = sc({ ft });
  const ended = vi.fn();
  client.on('ended', ended);
  const answer = await client.request('/api/profile');
  expect(await answer.json()).toMatchObject({ rsn: 'session-not-active' });
  expect(sent).toHaveLength(1);
  expect(ended).toHaveBeenCalledExactlyOnceWith({ rsn: 'session-not-active' });
});

test('a step-up is told of, and is no end', async () => {
  const client = sc({ ft: fakeFetch(json(401, { ok: false, rsn: 'step-up-required' })).ft });
  const [stepUp, ended] = [vi.fn(), vi.fn()];
  client.on('step-up', stepUp);
  client.on('ended', ended);
  await client.refresh();
  expect(stepUp).toHaveBeenCalledExactlyOnceWith({ rsn: 'step-up-required' });
  expect(ended).not.toHaveBeenCalled();
});

test('many requests with one expired token make one exchange', async () => {
  let token = 'A1.old';
  const { ft, sent } = fakeFetch((one) => {
    if (toRefresh(one)) return json(200, { ...successor, atk: (token = 'A1.new') });
    return one.headers['authorization'] === 'Bearer ' + token && token === 'A1.new' ? json(200, {}) : expired.clone();
  });
  const client = sc({ ft });
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.request('/api/profile')));
  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
  expect(sent.filter(toRefresh)).toHaveLength(1);
});

test.each(['https://evil.example/api', '//evil.example/api', new URL('https://evil.example/'), 'http://app.example/api'])(
  'to an origin that is not ours nothing of the session goes along (%s)',
  async (url) => {
    const { ft, sent } = fakeFetch(json(401, { rsn: 'access-expired' }));
    await sc({ ft }).request(url, { headers: { accept: 'text/plain' } });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ credentials: undefined, headers: { accept: 'text/plain' } });
    expect(JSON.stringify(sent[0]!.headers)).not.toMatch(/A1\.|csrf|device/);
  },
);

test('a listed origin and the endpoint\u2019s own receive the token', async () => {
  const { ft, sent } = fakeFetch(json(200, {}));
  const client = sc({ ft, ep: 'https://auth.example/auth/refresh', origins: ['https://api.example'] });
  await client.request('https://api.example/x');
  await client.request('https://auth.example/x');
  expect(sent.map((one) => one.headers['authorization'])).toEqual(['Bearer A1.old', 'Bearer A1.old']);
});

test('a Request is sent twice where it must be, body and all', async () => {
  const bodies: string[] = [];
  const ft = async (input: RequestInfo | URL, init?: RequestInit) => {
    if (!(input instanceof Request)) return json(200, successor);
    bodies.push((await new Request(input, init).text()) + ' ' + new Headers(init?.headers).get('authorization'));
    return bodies.length === 1 ? expired.clone() : json(200, {});
  };
  const call = new Request('https://app.example/api', { method: 'PUT', body: 'hello' });
  expect((await sc({ ft }).request(call)).status).toBe(200);
  expect(bodies).toEqual(['hello Bearer A1.old', 'hello Bearer A1.new']);
});

test('what the caller sets itself stands', async () => {
  const { ft, sent } = fakeFetch(json(200, {}));
  await sc({ ft }).request('/x', { headers: { 'X-CSRF-Token': 'mine' } });
  expect(sent[0]!.headers['x-csrf-token']).toBe('mine');
});

test('a ticket comes from beside the refresh endpoint, ready for a handshake', async () => {
  const { ft, sent } = fakeFetch(json(200, { ok: true, tkt: 'T1.once' }));
  expect(await sc({ ft }).ticket()).toEqual({ ok: true, tkt: 'T1.once', protocols: ['sessvm.tkt.T1.once'] });
  expect(sent[0]).toMatchObject({ url: '/auth/ticket', method: 'POST' });
});
