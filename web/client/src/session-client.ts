import type { SessionEvents } from './events.ts';
import type { RefreshResult } from './refresh.ts';
import type { SocketAuth, Ticket } from './sockets.ts';

/** A GraphQL operation, sent over HTTP. */
export interface GraphQLOperation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
}

/** Speaks for one browser's session. */
export interface SessionClient {
  /** The access token; always null in cookie mode. */
  getAccessToken(): string | null;
  /** Keeps a token that the page obtained itself (bearer mode); does nothing in cookie mode. */
  setAccessToken(token: string): void;
  /** The CSRF token. */
  getCsrfToken(): string | null;
  /** The device id; null in cookie mode. */
  getDeviceId(): string | null;
  /** The headers that authenticate a request. */
  authHeaders(): Record<string, string>;
  /** Trades the token for itself (still good) or its successor (expired). Never throws. */
  refresh(how?: { background?: boolean }): Promise<RefreshResult>;
  /** The given headers and those that authenticate, for another library. */
  http(headers?: HeadersInit): Record<string, string>;
  httpHeaders(headers?: HeadersInit): Record<string, string>;
  /**
   * As `fetch`, authenticated; refreshes when the answer says that this helps, and asks once more.
   * To an origin that is not ours and not listed it is plain `fetch`: nothing of the session goes along.
   */
  request(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** For a GraphQL client that takes headers and fetch options. */
  graphql(): { headers: Record<string, string>; fetchOptions: { credentials: 'include' } };
  graphqlContext(): { headers: Record<string, string>; fetchOptions: { credentials: 'include' } };
  /** One GraphQL operation over HTTP, through {@link request}. */
  gql(url: string | URL, operation: GraphQLOperation, init?: RequestInit): Promise<Response>;
  graphqlRequest(url: string | URL, operation: GraphQLOperation, init?: RequestInit): Promise<Response>;
  /** What a WebSocket handshake needs. */
  ws(): SocketAuth;
  webSocketAuth(): SocketAuth;
  /** Fetches a one-use ticket for a WebSocket handshake. */
  ticket(): Promise<Ticket>;
  /** Listens; returns what stops it. */
  on<K extends keyof SessionEvents>(name: K, listener: (event: SessionEvents[K]) => void): () => void;
  /** Stops the timer and leaves the other tabs. */
  close(): void;
}
