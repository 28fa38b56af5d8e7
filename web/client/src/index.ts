export { createSessionClient, createSessionClient as sc, refreshSession, refreshSession as rf } from './client.ts';
export type { SessionEvents, SessionListener } from './events.ts';
export type { Fetch, Mode, SameSite, SessionClientOptions } from './options.ts';
export type { ClientReason, Reason, ServerReason } from './reasons.ts';
export type { Refreshed, RefreshResult, Refused } from './refresh.ts';
export type { GraphQLOperation, SessionClient, SessionResponse } from './session-client.ts';
export type { SocketAuth, Ticket } from './sockets.ts';
