import type { Identity } from './identity.ts';
import type { Settings } from './options.ts';
import type { Reason } from './reasons.ts';

/** What a refresh came to. */
export interface RefreshResult {
  ok: boolean;
  /** Whether there is a new token; false with `ok` means that the old one is still good. */
  refreshed: boolean;
  /** The token; null in cookie mode and when refused. */
  atk: string | null;
  /** The public handle of the session. */
  sid: string | null;
  /** Why it was refused. */
  rsn?: Reason;
  /** The HTTP status, where the answer gave no reason of its own. */
  status?: number;
}

export const refused = (rsn: Reason, status?: number): RefreshResult => ({
  ok: false,
  refreshed: false,
  atk: null,
  sid: null,
  rsn,
  ...(status && { status }),
});

/** One refresh on the wire, no more and no less. */
export const exchange = async (settings: Settings, self: Identity, background: boolean): Promise<RefreshResult> => {
  const bearer = self.mode() === 'bearer';
  const sent = self.token();
  if (bearer && !sent) return refused('missing-access-cookie');

  const did = self.device() ?? undefined;
  let answer: Response;
  try {
    answer = await settings.fetch(settings.endpoint, {
      method: 'POST',
      credentials: 'include',
      headers: {
        ...self.headers(),
        'content-type': 'application/json',
        ...(background && { 'x-session-background': '1' }),
      },
      body: JSON.stringify({ did }),
    });
  } catch {
    return refused('network-error');
  }

  let body: Partial<Record<keyof RefreshResult | 'csrf', unknown>> | null;
  try {
    body = await answer.json();
  } catch {
    body = null;
  }
  if (!answer.ok || body?.ok === false) {
    return typeof body?.rsn === 'string' ? refused(body.rsn) : refused('refresh-http-error', answer.status);
  }
  const { atk, sid, refreshed, csrf } = body ?? {};
  if (typeof refreshed !== 'boolean' || typeof sid !== 'string' || (bearer && refreshed && typeof atk !== 'string')) {
    return refused('invalid-refresh-response');
  }
  self.heardCsrf(csrf);
  // A login in another tab may have put a newer token there meanwhile: an answer to the old one never replaces it.
  if (bearer && refreshed && self.token() === sent) self.setToken(atk as string);
  return { ok: true, refreshed, atk: bearer ? ((atk as string | null) ?? sent) : null, sid };
};
