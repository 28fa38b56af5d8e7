// Sign-in, query, subscription, exchange and forced end over a socket, by graphql-ws: node graphql-ws.mjs <address>
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Visitor, deferred } from './visitor.mjs';

const me = await new Visitor(process.argv[2]).signIn();
const elsewhere = await new Visitor(process.argv[2]).signIn();

// A browser sends the cookies and the origin by itself; ws has to be told.
class AsBrowser extends WebSocket {
  constructor(url, protocols) {
    const { Authorization, 'X-Session-Device': device, ...headers } = me.headers;
    super(url, protocols, { headers });
  }
}

let token = me.atk && 'A1.a-token-that-is-wrong';
let inits = 0;
const closed = deferred();
const client = createClient({
  url: me.socket('/graphql'),
  webSocketImpl: AsBrowser,
  lazy: false,
  retryAttempts: 3,
  retryWait: async () => {},
  shouldRetry: () => true,
  onNonLazyError: () => {},
  connectionParams: () => {
    inits++;
    const params = token ? { Authorization: `Bearer ${token}`, 'X-Session-Device': me.did } : {};
    token = me.atk; // what a refresh would bring: the client asks again after 4403
    return params;
  },
  on: { closed: (event) => event.code === 4401 && closed.resolve(event) },
});

const once = (query) => new Promise((resolve, reject) => {
  let last;
  client.subscribe({ query }, { next: (told) => (last = told), error: reject, complete: () => resolve(last) });
});
assert.deepEqual(await once('{ me { sub sid scopes } }'), { data: { me: { sub: 'alice', sid: me.sid, scopes: ['read', 'write', 'admin'] } } });
assert.equal(inits, me.atk ? 2 : 1);
assert.equal((await once('{ secret }')).data.secret, 'Only admins read this.');

const ticks = client.iterate({ query: 'subscription { ticks }' });
assert.deepEqual((await ticks.next()).value, { data: { ticks: 0 } });
assert.deepEqual((await ticks.next()).value, { data: { ticks: 1 } });

await elsewhere.end(me.sid);
while (!(await ticks.next()).done); // the subscription is completed, and the socket closed
const event = await closed.promise;
assert.equal(event.reason, 'session-ended');
assert.equal((await me.send('GET', '/api/profile')).status, 401);
console.log('done');
process.exit(0);
