// Sign-in, call, and forced end of a hub, by @microsoft/signalr: node signalr.mjs <address> <transport>
import assert from 'node:assert/strict';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { Visitor, deferred } from './visitor.mjs';

const [base, transport] = process.argv.slice(2);
const me = await new Visitor(base).signIn();
const elsewhere = await new Visitor(base).signIn();

const { Authorization, ...headers } = me.headers;
const hub = new HubConnectionBuilder()
  .withUrl(me.url('/hub'), { transport: HttpTransportType[transport], headers, accessTokenFactory: me.atk ? () => me.atk : undefined })
  .configureLogging(LogLevel.None)
  .build();
await hub.start();
assert.equal(await hub.invoke('Echo', 'hello'), 'hello');
assert.deepEqual(await hub.invoke('Whoami'), { sub: 'alice', sid: me.sid, scp: ['read', 'write', 'admin'] });

const closed = deferred();
hub.onclose(closed.resolve);
await elsewhere.end(me.sid);
await closed.promise;
assert.equal((await me.send('GET', '/api/profile')).status, 401);
await assert.rejects(hub.start(), /401/);
console.log('done');
