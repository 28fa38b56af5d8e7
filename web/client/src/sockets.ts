import type { Identity } from './identity.ts';

/** What a WebSocket client needs to authenticate, in each of the forms that such clients take. */
export interface SocketAuth {
  did: string | null;
  token: string | null;
  csrf: string | null;
  /** For GraphQL clients: the payload of `connection_init`. Empty in cookie mode. */
  connectionParams: Record<string, string>;
  /** For `new WebSocket(url, protocols)`. Empty in cookie mode, where the cookie authenticates. */
  protocols: string[];
}

export const socketAuth = (self: Identity): SocketAuth => {
  const [did, token, csrf] = [self.device(), self.token(), self.csrf()];
  return {
    did,
    token,
    csrf,
    connectionParams: {
      ...(token && { Authorization: 'Bearer ' + token }),
      ...(did && { 'X-Session-Device': did }),
    },
    protocols: [
      ...(did ? ['sessvm.did.' + encodeURIComponent(did)] : []),
      ...(token ? ['sessvm.atk.' + encodeURIComponent(token)] : []),
    ],
  };
};

/** A one-use ticket for a handshake that can carry neither header nor cookie. */
export interface Ticket {
  ok: boolean;
  /** `T1.…`; seconds to live. */
  tkt: string | null;
  /** For `new WebSocket(url, protocols)`. */
  protocols: string[];
  rsn?: string;
}

export const readTicket = async (answer: Response): Promise<Ticket> => {
  const body = (await answer.json().catch(() => null)) as { tkt?: unknown; rsn?: unknown } | null;
  return typeof body?.tkt === 'string'
    ? { ok: true, tkt: body.tkt, protocols: ['sessvm.tkt.' + body.tkt] }
    : { ok: false, tkt: null, protocols: [], rsn: typeof body?.rsn === 'string' ? body.rsn : 'refresh-http-error' };
};
