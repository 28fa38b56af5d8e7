import { expectTypeOf, test } from 'vitest';
import {
  type Reason,
  type RefreshResult,
  type SessionClient,
  type SessionClientOptions,
  type SessionEvents,
  createSessionClient,
  refreshSession,
  rf,
  sc,
} from '../../src/index.ts';

test('options that do not exist, or are of another kind, do not compile', () => {
  sc({ ep: '/auth/refresh', ac: 'atk', dc: 'did', cc: 'csrf', aa: 1, ca: 1, da: 1, se: true, ss: 'Lax', ft: fetch });
  sc({ endpoint: '/auth/refresh', mode: 'cookie', origins: ['https://api.example'], ahead: 60, known: { csrf: null } });
  // @ts-expect-error
  sc({ endpiont: '/auth/refresh' });
  // @ts-expect-error
  sc({ mode: 'jwt' });
  // @ts-expect-error
  sc({ ss: 'strict' });
  // @ts-expect-error
  sc({ ahead: '60' });
  // @ts-expect-error
  sc({ ft: 'fetch' });
});

test('both names are the same function', () => {
  expectTypeOf(sc).toEqualTypeOf(createSessionClient);
  expectTypeOf(rf).toEqualTypeOf(refreshSession);
  expectTypeOf<SessionClient['gql']>().toEqualTypeOf<SessionClient['graphqlRequest']>();
  expectTypeOf<SessionClient['ws']>().toEqualTypeOf<SessionClient['webSocketAuth']>();
});

test('reasons are a closed union', () => {
  const known: Reason[] = ['access-expired', 'replay-detected', 'network-error', 'body-not-replayable'];
  // @ts-expect-error
  const unknown: Reason = 'token-expired';
  void [known, unknown];
});

test('a result tells what there is by its ok', () => {
  const result = {} as RefreshResult;
  // @ts-expect-error only a refusal has a reason
  void result.rsn;
  if (result.ok) {
    expectTypeOf(result.sid).toEqualTypeOf<string>();
    expectTypeOf(result.atk).toEqualTypeOf<string | null>();
  } else {
    expectTypeOf(result.rsn).toEqualTypeOf<Reason>();
    expectTypeOf(result.atk).toEqualTypeOf<null>();
    // @ts-expect-error
    if (result.rsn === 'expired-access') return;
  }
});

test('events are known by name, each with what it brings', () => {
  const client = sc();
  client.on('ended', ({ rsn }) => expectTypeOf(rsn).toEqualTypeOf<Reason>());
  client.on('step-up', ({ maxAge }) => expectTypeOf(maxAge).toEqualTypeOf<number | undefined>());
  client.on('refreshed', ({ sid }) => expectTypeOf(sid).toEqualTypeOf<string>());
  // @ts-expect-error the token is in no event
  client.on('refreshed', ({ atk }) => atk);
  // @ts-expect-error
  client.on('expired', () => {});
  expectTypeOf<keyof SessionEvents>().toEqualTypeOf<'refreshed' | 'ended' | 'step-up'>();
});

test('request is a fetch, for libraries that take one', () => {
  expectTypeOf<SessionClient['request']>().toExtend<typeof fetch>();
  expectTypeOf<SessionClientOptions['fetch']>().toEqualTypeOf<SessionClientOptions['ft']>();
});
