import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** As much of the contract as a client sees, in bearer mode, with nothing of this repository's server behind it. */
export interface ContractServer extends AsyncDisposable {
  readonly address: string;
  /** The token that is good now. */
  readonly token: string;
  readonly device: string;
  /** How many exchanges there have been. */
  readonly exchanges: number;
  /** What came in, as «METHOD path». */
  readonly seen: string[];
  /** The token expires now. */
  expire(): void;
  /** Drops every socket, as a network does. */
  drop(): void;
}

const text = { type: GraphQLString };
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: { me: { type: new GraphQLObjectType({ name: 'Me', fields: { sub: text } }), resolve: () => ({ sub: 'alice' }) } },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      ticks: {
        ...text,
        subscribe: async function* () {
          for (let tick = 0; ; tick++) {
            yield { ticks: String(tick) };
            await new Promise((go) => setTimeout(go, 20));
          }
        },
      },
    },
  }),
});

export const startContractServer = async (): Promise<ContractServer> => {
  const device = '3f2b8c1e-6a54-4f0e-9d2a-7c1b5e8f9a10';
  const seen: string[] = [];
  let generation = 1;
  let expired = false;
  let exchanges = 0;
  const token = () => `A1.generation-${generation}.mac`;

  const refuses = (authorization: string | undefined, did: string | undefined): string | undefined => {
    if (!authorization) return 'missing-bearer';
    if (authorization !== 'Bearer ' + token()) return 'superseded';
    if (did !== device) return 'device-mismatch';
    return expired ? 'access-expired' : undefined;
  };

  const answer = async (request: IncomingMessage, body: string): Promise<[status: number, body: unknown, challenge?: string]> => {
    const { authorization, 'x-session-device': did, 'x-csrf-token': csrf } = request.headers;
    const rsn = refuses(authorization, did as string);
    if (request.url === '/auth/refresh') {
      if (!csrf || JSON.parse(body).did !== device || (rsn && rsn !== 'access-expired')) {
        return [401, { ok: false, refreshed: false, atk: null, sid: null, rsn: rsn ?? 'missing-csrf-header' }];
      }
      if (rsn) {
        generation++;
        exchanges++;
        expired = false;
      }
      return [200, { ok: true, refreshed: !!rsn, atk: token(), sid: 'S1.contract' }];
    }
    if (rsn) return [401, { ok: false, rsn }, `Bearer error="invalid_token", error_description="${rsn}"`];
    if (request.url !== '/graphql') return [200, { sub: 'alice', body }];
    const { query, variables } = JSON.parse(body);
    return [200, await graphql({ schema, source: query, variableValues: variables })];
  };

  const http = createServer(async (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    let body = '';
    for await (const chunk of request) body += chunk;
    const [status, said, challenge] = await answer(request, body);
    response.writeHead(status, { 'content-type': 'application/json', ...(challenge && { 'www-authenticate': challenge }) });
    response.end(JSON.stringify(said));
  });
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const subscriptions = useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        const given = connectionParams as Record<string, string> | undefined;
        return !refuses(given?.['Authorization'], given?.['X-Session-Device']);
      },
    },
    sockets,
  );

  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    get token() {
      return token();
    },
    device,
    get exchanges() {
      return exchanges;
    },
    seen,
    expire: () => void (expired = true),
    drop: () => sockets.clients.forEach((socket) => socket.terminate()),
    [Symbol.asyncDispose]: async () => {
      await subscriptions.dispose();
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
    },
  };
};
