import type { SessionEvents, SessionListener } from './events.ts';
import type { Reason } from './reasons.ts';
import type { RefreshResult } from './refresh.ts';
import type { SocketAuth, Ticket } from './sockets.ts';

/** A GraphQL operation, sent over HTTP. */
export interface GraphQLOperation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
}

/** An answer as `fetch` gives it, with the reason where the session refused it. */
export interface SessionResponse extends Response {
  /** Why it was refused, or, where a refresh should have cured that, why it could not. */
  rsn?: Reason | undefined;
}

/** Speaks for one browser's session. No method needs its `this`. */
export interface SessionClient {
  /** The access token; always null in cookie mode. */
  getAccessToken(): string | null;
  /** Keeps a token that the page obtained itself, or with null forgets it (bearer mode); does nothing in cookie mode. */
  setAccessToken(token: string | null): void;
  /** The CSRF token. */
  getCsrfToken(): string | null;
  /** The device id; null in cookie mode. */
  getDeviceId(): string | null;
  /** The headers that authenticate a request. */
  authHeaders(): Record<string, string>;
  /**
   * Trades the token for itself (still good) or its successor (expired). One flies at a time in a browser: an answer that
   * another tab waits for, or got within the last second, is this one's too. Never throws.
   *
   * @param how `background`: a timer asks, not a person, so the idle deadline is not moved.
   */
  refresh(how?: { background?: boolean }): Promise<RefreshResult>;
  /** The given headers and those that authenticate, for another library. */
  http(headers?: HeadersInit): Record<string, string>;
  httpHeaders(headers?: HeadersInit): Record<string, string>;
  /**
   * As `fetch`, authenticated; refreshes when the answer says that this helps, and asks once more. A body that is a
   * stream is not sent twice: its 401 is returned with `rsn` `body-not-replayable`, the token being fresh by then.
   * To an origin that is not ours and not listed it is plain `fetch`: nothing of the session goes along.
   */
  request(input: string | URL | Request, init?: RequestInit): Promise<SessionResponse>;
  /** For a GraphQL client that takes headers and fetch options. */
  graphql(): { headers: Record<string, string>; fetchOptions: { credentials: 'include' } };
  graphqlContext(): { headers: Record<string, string>; fetchOptions: { credentials: 'include' } };
  /** One GraphQL operation over HTTP, through {@link request}. */
  gql(url: string | URL, operation: GraphQLOperation, init?: RequestInit): Promise<SessionResponse>;
  graphqlRequest(url: string | URL, operation: GraphQLOperation, init?: RequestInit): Promise<SessionResponse>;
  /** What a WebSocket handshake needs. */
  ws(): SocketAuth;
  webSocketAuth(): SocketAuth;
  /** Fetches a one-use ticket for a WebSocket handshake. */
  ticket(): Promise<Ticket>;
  /** Listens; returns what stops it. */
  on<K extends keyof SessionEvents>(name: K, listener: SessionListener<K>): () => void;
  /** Stops the timer and leaves the other tabs. */
  close(): void;
}
