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

test('a base that leads elsewhere takes nothing of the session along', async () => {
  Object.assign(document, { baseURI: 'https://cdn.example/' });
  const { ft, sent } = fakeFetch(json(200, {}));
  const client = sc({ ft, ep: 'https://app.example/auth/refresh' });
  await client.request('api');
  await client.request('https://app.example/api');
  expect(sent.map((one) => one.headers['authorization'])).toEqual([undefined, 'Bearer A1.old']);
});

test('a page from a file may be signed for at its endpoint', async () => {
  standAt('file:///app/index.html');
  vi.stubGlobal('origin', 'null');
  const { ft, sent } = fakeFetch(json(200, {}));
  const client = sc({ ft, ep: 'https://api.example/auth/refresh' });
  await client.request('https://api.example/x');
  await client.request('https://evil.example/x');
  expect(sent.map((one) => one.headers['authorization'])).toEqual(['Bearer A1.old', undefined]);
});

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
  expect(await sc({ ft }).ticket()).toEqual({ ok: true, tkt: 'T1.once', protocols: ['sessvm.did.d', 'sessvm.tkt.T1.once'] });
  expect(sent[0]).toMatchObject({ url: '/auth/ticket', method: 'POST' });
});

test('a ticket that is refused says why', async () => {
  const { ft } = fakeFetch(json(429, { ok: false, rsn: 'rate-limited' }));
  expect(await sc({ ft }).ticket()).toEqual({ ok: false, tkt: null, protocols: [], rsn: 'rate-limited' });
});

test('in cookie mode a ticket\u2019s handshake offers a sub-protocol that a server can choose', async () => {
  const { ft } = fakeFetch(json(200, { ok: true, tkt: 'T1.once' }));
  expect(await sc({ ft, mode: 'cookie', dc: 'hidden' }).ticket()).toMatchObject({ protocols: ['sessvm.did.', 'sessvm.tkt.T1.once'] });
});

test('a stream is not sent twice: the token is refreshed, and the answer says why it is a 401', async () => {
  const { ft, sent } = fakeFetch(expired, json(200, successor), json(200, {}));
  const client = sc({ ft });
  const body = () => new Blob(['x']).stream();
  const answer = await client.request('/api', { method: 'POST', body: body() });
  expect(answer).toMatchObject({ status: 401, rsn: 'body-not-replayable' });
  expect(client.getAccessToken()).toBe('A1.new');
  expect((await client.request('/api', { method: 'POST', body: body() })).status).toBe(200);
  expect(sent).toHaveLength(3);
});

test('where the refresh fails the answer says why, and the caller gets it as it came', async () => {
  const { ft } = fakeFetch(expired, json(503, { ok: false, rsn: 'store-unavailable' }));
  const answer = await sc({ ft }).request('/api');
  expect(answer).toMatchObject({ status: 401, rsn: 'store-unavailable' });
  expect(await answer.json()).toEqual({ ok: false, rsn: 'access-expired' });
});

test('a superseded token is not refreshed: the newer one is at hand, and it is asked once more', async () => {
  const { ft, sent } = fakeFetch(json(401, { ok: false, rsn: 'superseded' }), json(200, {}));
  expect((await sc({ ft }).request('/api')).status).toBe(200);
  expect(sent.map((one) => one.url)).toEqual(['/api', '/api']);
});

test('a refresh that finds the token superseded meanwhile lets the request go again', async () => {
  const { ft, sent } = fakeFetch(expired, json(401, { ok: false, rsn: 'superseded' }), json(200, {}));
  expect((await sc({ ft }).request('/api')).status).toBe(200);
  expect(sent).toHaveLength(3);
});

test('an abort is passed on, and ends the wait for a refresh, which goes on for others', async () => {
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  const { ft, sent } = fakeFetch(async (one) => {
    if (!toRefresh(one)) return expired.clone();
    await held;
    return json(200, successor);
  });
  const client = sc({ ft });
  const told = vi.fn();
  client.on('refreshed', told);
  const abort = new AbortController();
  const answer = client.request('/api', { signal: abort.signal });
  await vi.waitFor(() => expect(sent.filter(toRefresh)).toHaveLength(1));
  abort.abort(new Error('changed my mind'));
  await expect(answer).rejects.toThrow('changed my mind');
  release();
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  expect(sent).toHaveLength(2);
});

test('an end is told once, and again after something has succeeded', async () => {
  const over = json(401, { ok: false, rsn: 'session-not-active' });
  const { ft } = fakeFetch(over, over, json(200, {}), over);
  const client = sc({ ft });
  const ended = vi.fn();
  client.on('ended', ended);
  await client.request('/api');
  await client.request('/api');
  expect(ended).toHaveBeenCalledTimes(1);
  await client.request('/api');
  await client.request('/api');
  expect(ended).toHaveBeenCalledTimes(2);
});

test('a step-up for one action tells how fresh the credentials must be, each time', async () => {
  const challenge = 'Bearer error="insufficient_user_authentication", error_description="step-up-required", max_age="300"';
  const { ft } = fakeFetch(json(401, { ok: false, rsn: 'step-up-required' }, { 'www-authenticate': challenge }));
  const client = sc({ ft });
  const stepUp = vi.fn();
  client.on('step-up', stepUp);
  expect(await client.request('/api')).toMatchObject({ status: 401, rsn: 'step-up-required' });
  await client.request('/api');
  expect(stepUp.mock.calls).toEqual(Array(2).fill([{ rsn: 'step-up-required', maxAge: 300 }]));
});

test('a listener that throws is reported, and keeps nothing from going on', async () => {
  const { ft } = fakeFetch(expired, json(200, successor), json(200, {}));
  const client = sc({ ft });
  const reported = new Promise((done) => process.once('uncaughtException', done));
  const others = process.listeners('uncaughtException').filter((one) => !one.name.includes('once'));
  client.on('refreshed', () => {
    throw new Error('not ours');
  });
  expect(others).toBeDefined();
  expect((await client.request('/api')).status).toBe(200);
  expect(String(await reported)).toContain('not ours');
});
