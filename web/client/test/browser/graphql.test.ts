import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import axios from 'axios';
import { Client as Urql, fetchExchange } from '@urql/core';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type SessionClient, sc } from '../../src/index.ts';
import { launch } from './support/chromium.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { Visitor } from './support/visitor.ts';

const me = '{ me { sub } }';
const alice = { me: { sub: 'alice' } };

describe.concurrent('the demo\u2019s GraphQL, in bearer mode', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo('Bearer');
  });
  afterAll(() => demo?.stop());

  /** A client that is signed in, and counts its exchanges. */
  const signedIn = async (): Promise<{ auth: SessionClient; url: string; exchanges: () => number }> => {
    const client = sc({ mode: 'bearer', ep: demo.http + '/auth/refresh' });
    client.setAccessToken('to-be'); // so that there is a device id to sign in with
    const did = client.getDeviceId()!;
    const headers = { 'content-type': 'application/json', 'x-session-device': did };
    const answer = await fetch(demo.http + '/login', { method: 'POST', headers, body: JSON.stringify({ user: 'alice', password: 'sessvm' }) });
    const { atk, csrf } = (await answer.json()) as { atk: string; csrf: string };
    const auth = sc({ mode: 'bearer', ep: demo.http + '/auth/refresh', known: { atk, did, csrf } });
    let exchanges = 0;
    auth.on('refreshed', () => exchanges++);
    return { auth, url: demo.http + '/graphql', exchanges: () => exchanges };
  };
  const expires = (auth: SessionClient) =>
    vi.waitFor(
      async () => {
        const answer = await fetch(demo.http + '/api/profile', { headers: auth.http() });
        if (answer.status !== 401) throw new Error('It lives yet.');
      },
      { timeout: 60_000, interval: 250 },
    );

  test('answers Apollo, urql, graphql-request and axios, through an expiry each and until the session is ended from elsewhere', async ({ expect }) => {
    const asking = [
      ({ auth, url }: Awaited<ReturnType<typeof signedIn>>) => {
        const apollo = new ApolloClient({ link: new HttpLink({ uri: url, fetch: auth.request }), cache: new InMemoryCache() });
        return async () => (await apollo.query({ query: gql(me), fetchPolicy: 'no-cache' })).data;
      },
      ({ auth, url }: Awaited<ReturnType<typeof signedIn>>) => {
        const urql = new Urql({ url, exchanges: [fetchExchange], fetch: auth.request, preferGetMethod: false });
        return async () => (await urql.query(me, {}).toPromise()).data;
      },
      ({ auth, url }: Awaited<ReturnType<typeof signedIn>>) => {
        const client = new GraphQLClient(url, { fetch: auth.request });
        return () => client.request(me);
      },
      ({ auth, url }: Awaited<ReturnType<typeof signedIn>>) => {
        // In a browser axios cannot name itself; in Node it does, and would be another device than the one that signed in.
        const client = axios.create({ adapter: 'fetch', env: { fetch: auth.request }, headers: { 'user-agent': 'node' } });
        return async () => (await client.post(url, { query: me })).data.data;
      },
    ];
    await Promise.all(
      asking.map(async (make) => {
        const session = await signedIn();
        const ask = make(session);
        expect(await ask()).toMatchObject(alice);
        await expires(session.auth);
        expect(await ask()).toMatchObject(alice);
        expect(session.exchanges()).toBe(1);

        const elsewhere = await signedIn();
        const { sid } = (await (await session.auth.request(demo.http + '/auth/session')).json()) as { sid: string };
        expect((await elsewhere.auth.request(`${demo.http}/auth/sessions/${sid}`, { method: 'DELETE' })).status).toBe(204);
        const over = new Promise((told) => session.auth.on('ended', ({ rsn }) => told(rsn)));
        await vi.waitFor(async () => expect(await ask().catch(() => null)).not.toMatchObject(alice), 60_000);
        expect(await over).toBe('session-not-active');
      }),
    );
  });

  test('goes on with a subscription of graphql-ws after a lost connection and an exchange, and ends it with the session', async ({ expect }) => {
    const { auth, url, exchanges } = await signedIn();
    const sockets: WebSocket[] = [];
    let closed = 0;
    class Watched extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers: { 'user-agent': 'node', 'accept-language': '*' } }); // as Node's fetch: one device
        sockets.push(this);
      }
    }
    const subscriptions = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: Watched,
      retryAttempts: 5,
      shouldRetry: () => true,
      connectionParams: async () => {
        await auth.refresh();
        return auth.ws().connectionParams;
      },
      on: { closed: () => closed++ },
    });
    let ticks = 0;
    const over = new Promise((done) =>
      subscriptions.subscribe({ query: 'subscription { ticks }' }, { next: () => ticks++, error: done, complete: () => done('complete') }),
    );
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(0), 60_000);

    await expires(auth);
    const before = ticks;
    sockets[0]!.terminate();
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(before), 60_000);
    expect(sockets).toHaveLength(2);
    expect(exchanges()).toBe(1);

    expect((await auth.request(demo.http + '/auth/logout', { method: 'POST' })).status).toBe(204);
    expect(await over).toBe('complete');
    await vi.waitFor(() => expect(closed).toBe(2), 60_000);
  });
});

describe('the demo\u2019s GraphQL, in cookie mode in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo('Cookie');
    browser = await launch([demo.spki]);
  });
  afterAll(async () => {
    await browser?.close();
    demo?.stop();
  });

  test('answers gql(), through an expiry', async ({ expect }) => {
    await using visitor = await Visitor.open(browser, demo.https, { mode: 'cookie' });
    const tab = await visitor.tab();
    await tab.signIn();
    const ask = () => tab.page.evaluate(async (query) => (await client.gql('/graphql', { query })).json(), me);
    expect(await ask()).toEqual({ data: alice });
    await tab.expires();
    expect(await ask()).toEqual({ data: alice });
    expect(visitor.refreshes).toHaveLength(1);
  });
});
