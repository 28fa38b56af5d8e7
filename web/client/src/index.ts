export { createSessionClient, createSessionClient as sc, refreshSession, refreshSession as rf } from './client.ts';
export type { SessionEvents } from './events.ts';
export type { Mode, SessionClientOptions } from './options.ts';
export type { Reason } from './reasons.ts';
export type { RefreshResult } from './refresh.ts';
export type { GraphQLOperation, SessionClient } from './session-client.ts';
export type { SocketAuth, Ticket } from './sockets.ts';
