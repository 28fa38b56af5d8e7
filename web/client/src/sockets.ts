import type { Identity } from './identity.ts';
import type { Reason } from './reasons.ts';
import type { SessionResponse } from './session-client.ts';
import { some } from './identity.ts';
import { json } from './reasons.ts';

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
  const did = self.device();
  const token = self.token();
  return {
    did,
    token,
    csrf: self.csrf(),
    connectionParams: some({ Authorization: token && 'Bearer ' + token, 'X-Session-Device': did }),
    protocols: Object.entries(some({ did, atk: token })).map(([name, value]) => `sessvm.${name}.` + encodeURIComponent(value)),
  };
};

/** A one-use ticket, for a handshake that can carry neither header nor cookie. */
export type Ticket =
  | {
      ok: true;
      /** `T1.…`; 30 seconds to live. */
      tkt: string;
      /** For `new WebSocket(url, protocols)`. */
      protocols: string[];
    }
  | { ok: false; tkt: null; protocols: []; rsn: Reason };

// A browser gives up a handshake of which no sub-protocol is chosen, and a server chooses none that holds a credential: so
// the device's is offered too, be it empty.
export const readTicket = async (answer: SessionResponse, self: Identity): Promise<Ticket> => {
  const { tkt } = await json(answer);
  return tkt
    ? { ok: true, tkt, protocols: ['sessvm.did.' + encodeURIComponent(self.device() ?? ''), 'sessvm.tkt.' + tkt] }
    : { ok: false, tkt: null, protocols: [], rsn: answer.rsn ?? 'refresh-http-error' };
};
