import type { Identity } from './identity.ts';
import type { Settings } from './options.ts';
import type { Reason } from './reasons.ts';
import { some } from './identity.ts';
import { json } from './reasons.ts';

/** A refresh that came out well. */
export interface Refreshed {
  ok: true;
  /** Whether there is a new token; false means that the old one is still good. */
  refreshed: boolean;
  /** The token; null in cookie mode. */
  atk: string | null;
  /** The public handle of the session. */
  sid: string;
  /** How many seconds the token has left, where the server tells. */
  ttl?: number | undefined;
}

/** A refresh that did not. */
export interface Refused {
  ok: false;
  refreshed: false;
  atk: null;
  sid: null;
  /** Why. */
  rsn: Reason;
  /** The HTTP status, where the answer gave no reason of its own. */
  status?: number | undefined;
  /** For how many seconds the server asks not to be asked again. */
  retryAfter?: number | undefined;
}

/** What a refresh came to. */
export type RefreshResult = Refreshed | Refused;

/** The same without the token, which is in the jar. */
export type Answer = Omit<Refreshed, 'atk'> | Refused;

// No answer counts that was in flight for longer: the server's overlap is as long by default, and other tabs wait.
const patience = 30_000;

export const refused = (rsn: Reason, status?: number, retryAfter?: number): Refused => ({
  ok: false,
  refreshed: false,
  atk: null,
  sid: null,
  rsn,
  status,
  retryAfter,
});

/** One refresh on the wire, no more and no less. The new token is in the jar. */
export const exchange = async (settings: Settings, self: Identity, background: boolean | undefined): Promise<Answer> => {
  const bearer = self.bearer();
  const sent = self.token();
  if (bearer && !sent) return refused('missing-access-cookie');

  const answer = await settings
    .fetch(settings.endpoint, {
      method: 'POST',
      credentials: 'include',
      headers: some({ ...self.headers(), 'content-type': 'application/json', 'x-session-background': background && '1' }),
      body: JSON.stringify(some({ did: self.device() })),
      signal: AbortSignal.timeout(patience),
    })
    .catch(() => null);
  if (!answer) return refused('network-error');

  const { atk, sid, refreshed, csrf, ttl, rsn } = await json(answer);
  if (!answer.ok) {
    return refused(rsn ?? 'refresh-http-error', rsn ? undefined : answer.status, +answer.headers.get('retry-after')! || undefined);
  }
  if (refreshed === undefined || !sid || (bearer && refreshed && !atk)) return refused('invalid-refresh-response');
  self.heardCsrf(csrf);
  // A login in another tab may have put a newer token there meanwhile: an answer to the old one never replaces it.
  if (bearer && refreshed && self.token() === sent) self.setToken(atk!);
  return { ok: true, refreshed, sid, ttl };
};
