import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { Client as Urql, fetchExchange } from '@urql/core';
import axios from 'axios';
import { GraphQLClient } from 'graphql-request';
import { createClient } from 'graphql-ws';
import { beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type SessionClient, sc } from '../../src/index.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

const me = '{ me { sub } }';

/** A server of the contract, and a client that is signed in to it. */
const signedIn = async (): Promise<{ server: ContractServer; auth: SessionClient; graphql: string }> => {
  const server = await startContractServer();
  const known = { atk: server.token, did: server.device, csrf: 'csrf-value' };
  return { server, auth: sc({ ep: server.address + '/auth/refresh', mode: 'bearer', known }), graphql: server.address + '/graphql' };
};

let server: ContractServer;
let auth: SessionClient;
let graphql: string;

beforeEach(async () => {
  ({ server, auth, graphql } = await signedIn());
  return () => server[Symbol.asyncDispose]();
});

test('our own gql, and a request, against a server of the contract', async () => {
  for (let time = 0; time < 2; time++) {
    expect(await (await auth.gql(graphql, { query: me })).json()).toEqual({ data: { me: { sub: 'alice' } } });
    expect(await (await auth.request(server.address + '/api', { method: 'POST', body: 'x' })).json()).toEqual({ sub: 'alice', body: 'x' });
    server.expire();
  }
  expect(server.exchanges).toBe(1);
});

test('ten requests with an expired token make one exchange', async () => {
  server.expire();
  const answers = await Promise.all(Array.from({ length: 10 }, () => auth.request(server.address + '/api')));
  expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
  expect(server.exchanges).toBe(1);
  expect(server.seen.filter((one) => one === 'POST /auth/refresh')).toHaveLength(1);
});

test('Apollo, with our request as its fetch', async () => {
  const client = new ApolloClient({ link: new HttpLink({ uri: graphql, fetch: auth.request }), cache: new InMemoryCache() });
  const ask = () => client.query<{ me: { sub: string } }>({ query: gql(me), fetchPolicy: 'no-cache' });
  expect((await ask()).data).toMatchObject({ me: { sub: 'alice' } });
  server.expire();
  expect((await ask()).data).toMatchObject({ me: { sub: 'alice' } });
  expect(server.exchanges).toBe(1);
});

test('Apollo, with what graphql() gives as its context', async () => {
  const link = ApolloLink.from([new SetContextLink(() => auth.graphql()), new HttpLink({ uri: graphql })]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const { data } = await client.query<{ me: { sub: string } }>({ query: gql(me) });
  expect(data).toMatchObject({ me: { sub: 'alice' } });
});

test('urql, with our request as its fetch', async () => {
  const client = new Urql({ url: graphql, exchanges: [fetchExchange], fetch: auth.request, preferGetMethod: false });
  const ask = () => client.query(me, {}).toPromise();
  expect((await ask()).data).toEqual({ me: { sub: 'alice' } });
  server.expire();
  expect((await ask()).data).toEqual({ me: { sub: 'alice' } });
  expect(server.exchanges).toBe(1);
});

test('urql, with what graphql() gives as its fetch options', async () => {
  const fetchOptions = () => ({ headers: auth.graphql().headers, ...auth.graphql().fetchOptions });
  const client = new Urql({ url: graphql, exchanges: [fetchExchange], fetchOptions, preferGetMethod: false });
  expect((await client.query(me, {}).toPromise()).data).toEqual({ me: { sub: 'alice' } });
});

test('graphql-request, with our request as its fetch', async () => {
  const client = new GraphQLClient(graphql, { fetch: auth.request });
  expect(await client.request(me)).toEqual({ me: { sub: 'alice' } });
  server.expire();
  expect(await client.request(me)).toEqual({ me: { sub: 'alice' } });
  expect(server.exchanges).toBe(1);
});

test('graphql-request, with what graphql() gives as its headers', async () => {
  const client = new GraphQLClient(graphql, { headers: () => auth.graphql().headers });
  expect(await client.request(me)).toEqual({ me: { sub: 'alice' } });
});

test('axios, with our request as the fetch of its adapter', async () => {
  const api = axios.create({ baseURL: server.address, adapter: 'fetch', env: { fetch: auth.request } });
  expect((await api.post('/api', { x: 1 })).data).toMatchObject({ sub: 'alice', body: '{"x":1}' });
  server.expire();
  expect((await api.post('/api', { x: 2 })).data).toMatchObject({ sub: 'alice', body: '{"x":2}' });
  expect(server.exchanges).toBe(1);
});

test('axios, with http() in an interceptor, and a refresh in another', async () => {
  const api = axios.create({ baseURL: server.address, withCredentials: true });
  api.interceptors.request.use((config) => {
    config.headers.set(auth.http());
    return config;
  });
  api.interceptors.response.use(undefined, async (error) => {
    const again = error.response?.data?.rsn === 'access-expired' && !error.config.again && (await auth.refresh()).ok;
    return again ? api({ ...error.config, again }) : Promise.reject(error);
  });
  server.expire();
  expect((await api.post('/api', { x: 1 })).data).toMatchObject({ sub: 'alice', body: '{"x":1}' });
  expect(server.exchanges).toBe(1);
});

test('graphql-ws, across a lost connection and an exchange', async () => {
  const client = createClient({
    url: graphql.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 5,
    shouldRetry: () => true,
    connectionParams: async () => {
      await auth.refresh(); // a token that has expired meanwhile would be refused
      return auth.ws().connectionParams;
    },
  });
  const ticks: unknown[] = [];
  const errors: unknown[] = [];
  client.subscribe({ query: 'subscription { ticks }' }, { next: ({ data }) => ticks.push(data?.['ticks']), error: (error) => errors.push(error), complete: () => {} });
  await vi.waitFor(() => expect(ticks.length).toBeGreaterThan(3), 10_000);

  server.expire();
  server.drop();
  const before = ticks.length;

  await vi.waitFor(() => expect(ticks.slice(before)).toContain('3'), 20_000);
  expect(ticks.slice(before)).toContain('0'); // it began anew
  expect(server.exchanges).toBe(1);
  expect(errors).toEqual([]);
  await client.dispose();
}, 60_000);
