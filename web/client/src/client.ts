import type { SessionClientOptions } from './options.ts';
import type { Reason } from './reasons.ts';
import type { RefreshResult } from './refresh.ts';
import type { SessionClient } from './session-client.ts';
import { createEmitter } from './events.ts';
import { openFlight } from './flight.ts';
import { identify } from './identity.ts';
import { openJar } from './jar.ts';
import { settle } from './options.ts';
import { curable, isEnd, reasonOf, stepUp } from './reasons.ts';
import { exchange } from './refresh.ts';
import { trusts, unfold } from './request.ts';
import { readTicket, socketAuth } from './sockets.ts';

/** Makes a client. Also `sc`. */
export const createSessionClient = (options: SessionClientOptions = {}): SessionClient => {
  const settings = settle(options);
  const self = identify(settings, openJar(settings));
  const events = createEmitter();
  let good = 0; // how many refreshes have come out well, here or in another tab
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const tell = (rsn: Reason | undefined) => {
    if (!rsn) return;
    if (isEnd(rsn)) events.emit('ended', { rsn });
    if (rsn === stepUp) events.emit('step-up', { rsn });
  };
  const mind = (answer: RefreshResult) => {
    if (answer.ok) good++;
    if (answer.refreshed) events.emit('refreshed', answer);
    tell(answer.rsn);
    arm();
    return answer;
  };
  // The token travels through the jar, not between tabs.
  const found = (answer: RefreshResult): RefreshResult => (answer.ok ? { ...answer, atk: self.token() } : answer);
  const flight = openFlight('sessvm ' + settings.endpoint, (answer) => mind(found(answer)));

  const refresh = (how: { background?: boolean } = {}) =>
    flight.board(async () => mind(await exchange(settings, self, !!how.background))).then((answer) =>
      answer.atk ? answer : found(answer),
    );
  const arm = () => {
    clearTimeout(timer);
    if (settings.every && !closed) timer = setTimeout(() => void refresh({ background: true }), settings.every * 1000);
  };
  arm();

  const request: SessionClient['request'] = async (input, init = {}) => {
    const call = unfold(input, init, self);
    if (!trusts(settings, call.url)) return settings.fetch(input as string, init);
    const before = good;
    const answer = await call.send(settings.fetch);
    if (answer.status !== 401) return answer;
    const rsn = await reasonOf(answer);
    if (rsn !== curable) {
      tell(rsn);
      return answer;
    }
    // A refresh may have come out well while this request was away: then its answer is about the old token.
    if (good === before && !(await refresh()).ok) return answer;
    return call.replayable ? call.send(settings.fetch) : answer;
  };
  const http: SessionClient['http'] = (headers) => ({ ...self.headers(), ...Object.fromEntries(new Headers(headers)) });
  const graphql: SessionClient['graphql'] = () => ({ headers: http(), fetchOptions: { credentials: 'include' } });
  const gql: SessionClient['gql'] = (url, operation, init = {}) =>
    request(url, {
      ...init,
      method: 'POST',
      headers: { ...Object.fromEntries(new Headers(init.headers)), 'content-type': 'application/json' },
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
    ticket: async () => readTicket(await request(settings.endpoint.replace(/[^/]*$/, 'ticket'), { method: 'POST' })),
    on: events.on,
    close: () => {
      closed = true;
      clearTimeout(timer);
      flight.close();
    },
  };
};

/** One refresh with a client of its own. Also `rf`. */
export const refreshSession = async (options?: SessionClientOptions): Promise<RefreshResult> => {
  const client = createSessionClient(options);
  try {
    return await client.refresh();
  } finally {
    client.close();
  }
};
