import type { SessionClientOptions } from './options.ts';
import type { Reason } from './reasons.ts';
import type { Answer, RefreshResult } from './refresh.ts';
import type { SessionClient, SessionResponse } from './session-client.ts';
import { startClock } from './clock.ts';
import { createEmitter } from './events.ts';
import { openFlight } from './flight.ts';
import { identify } from './identity.ts';
import { openJar } from './jar.ts';
import { settle } from './options.ts';
import { sleep } from './lease.ts';
import { expired, newsOf, reasonOf, superseded } from './reasons.ts';
import { exchange, refused } from './refresh.ts';
import { abortable, plain, trusts, unfold } from './request.ts';
import { readTicket, socketAuth } from './sockets.ts';

const underWay = 400; // milliseconds that a renewal's answer may be behind the refusal of the token before it

/** Makes a client. Also `sc`. */
export const createSessionClient = (options: SessionClientOptions = {}): SessionClient => {
  const settings = settle(options);
  const self = identify(settings, openJar(settings));
  const { on, emit } = createEmitter();
  let good = 0; // how many refreshes have come out well, here or in another tab
  let over = false; // «ended» has been told, and nothing has succeeded since

  const warn = (rsn: Reason, maxAge?: number): boolean => {
    const news = newsOf(rsn);
    if (!news || (over && news === 'ended')) return false;
    over = news === 'ended';
    emit(news, { rsn, maxAge });
    return !maxAge; // which is the business of one action, and not of the other tabs
  };
  const mind = (answer: Answer) => {
    if (answer.ok) {
      good++;
      over = false;
      if (answer.refreshed) emit('refreshed', answer);
    } else warn(answer.rsn);
    clock.note(answer);
  };

  const flight = openFlight(settings, self, mind);
  const refresh: SessionClient['refresh'] = async (how) => {
    const answer = await flight.board(async () => {
      const mine = await exchange(settings, self, how?.background);
      mind(mine);
      flight.tell(mine);
      return mine;
    });
    return answer.ok ? { ...answer, atk: self.token() } : answer;
  };
  const clock = startClock(settings, () => refresh({ background: true }));

  const request: SessionClient['request'] = async (input, init = {}) => {
    const call = unfold(input, init, self);
    if (!trusts(settings, call.url)) return settings.fetch(input, init);
    const state = () => good + ' ' + self.token();
    const before = state();

    const send = async (tries = 2): Promise<SessionResponse> => {
      const answer: SessionResponse = await call.send(settings.fetch);
      if (answer.ok) {
        over = false;
        clock.begin();
        return answer;
      }
      const [rsn, maxAge] = await reasonOf(answer);
      answer.rsn = rsn;
      // A renewal has overtaken it: the newer token is about as far on its way to this browser as this answer was.
      if (rsn === superseded && call.replayable && tries--) return sleep(underWay).then(() => send(tries));
      if (rsn && warn(rsn, maxAge)) flight.tell(refused(rsn));
      return answer;
    };

    const answer = await send();
    if (answer.rsn !== expired) return answer;
    // A refresh may have come out well while this request was away, here or elsewhere: its answer is about the old token.
    if (state() === before) {
      const cure = await abortable(refresh(), call.signal);
      if (!cure.ok && (answer.rsn = cure.rsn) !== superseded) return answer;
    }
    if (call.replayable) {
      void answer.body?.cancel();
      return send();
    }
    answer.rsn = 'body-not-replayable';
    return answer;
  };

  const http: SessionClient['http'] = (headers) => ({ ...self.headers(), ...plain(headers) });
  const graphql: SessionClient['graphql'] = () => ({ headers: self.headers(), fetchOptions: { credentials: 'include' } });
  const gql: SessionClient['gql'] = (url, operation, init = {}) =>
    request(url, {
      ...init,
      method: 'POST',
      headers: { ...plain(init.headers), 'content-type': 'application/json' },
      body: JSON.stringify(operation),
    });
  const ws: SessionClient['ws'] = () => socketAuth(self);

  return {
    getAccessToken: self.token,
    setAccessToken: self.setToken,
    getCsrfToken: self.csrf,
    getDeviceId: self.device,
    authHeaders: self.headers,
    refresh,
    http,
    httpHeaders: http,
    request,
    graphql,
    graphqlContext: graphql,
    gql,
    graphqlRequest: gql,
    ws,
    webSocketAuth: ws,
    ticket: async () => readTicket(await request(settings.endpoint.replace(/[^/]*$/, 'ticket'), { method: 'POST' }), self),
    on,
    close: () => {
      clock.close();
      flight.close();
    },
  };
};

/** One refresh with a client of its own. Also `rf`. */
export const refreshSession = (options?: SessionClientOptions): Promise<RefreshResult> => {
  const client = createSessionClient(options);
  return client.refresh().finally(client.close);
};
