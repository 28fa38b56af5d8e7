/** Why this client itself could not go on. */
export type ClientReason =
  | 'missing-access-cookie'
  | 'network-error'
  | 'refresh-http-error'
  | 'invalid-refresh-response'
  // The token was exchanged, but a stream cannot be sent twice: call again with a new one.
  | 'body-not-replayable';

/** Why the server refused. */
export type ServerReason =
  | 'invalid-access-format'
  | 'invalid-access-token'
  | 'access-expired'
  | 'session-not-found'
  | 'session-not-active'
  | 'session-expired'
  | 'session-idle'
  | 'device-mismatch'
  | 'proof-required'
  | 'proof-invalid'
  | 'superseded'
  | 'replay-detected'
  | 'binding-mismatch'
  | 'step-up-required'
  | 'missing-bearer'
  | 'missing-device'
  | 'missing-csrf-cookie'
  | 'missing-csrf-header'
  | 'csrf-mismatch'
  | 'cross-site'
  | 'invalid-ticket'
  | 'too-many-sessions'
  | 'too-many-connections'
  | 'insufficient-scope'
  | 'forbidden'
  | 'rate-limited'
  | 'store-unavailable';

/** Why something was refused. A server newer than this client may say more: give a `switch` its `default`. */
export type Reason = ClientReason | ServerReason;

/** The one reason that a refresh can cure. */
export const expired = 'access-expired';

/** A newer token is already in the jar: no refresh is needed, and it is no end. */
export const superseded = 'superseded';

/** What a reason is the news of: that fresh credentials are wanted, or that no live session stands behind this client. */
export const newsOf = (reason: Reason): 'step-up' | 'ended' | undefined =>
  reason === 'step-up-required' ? 'step-up'
  : /^(session|replay|invalid-access|missing-[ab])/.test(reason) ? 'ended'
  : undefined;

/**
 * The reason of a refused request: from `WWW-Authenticate`, else from a JSON body, which is left for the caller; and how
 * many seconds old the credentials may be for it, where that is why (RFC 9470).
 */
export const reasonOf = async (answer: Response): Promise<[reason: Reason | undefined, maxAge: number | undefined]> => {
  const challenge = answer.headers.get('www-authenticate') ?? '';
  const param = (name: string) => RegExp(name + '="?([\\w-]+)').exec(challenge)?.[1];
  const rsn = param('description') ?? (await json(answer.clone())).rsn;
  return [rsn as Reason, +param('max_age')! || undefined];
};

/** What the server's bodies may say. */
export interface Body {
  refreshed?: boolean;
  atk?: string | null;
  sid?: string | null;
  csrf?: string;
  ttl?: number;
  tkt?: string;
  rsn?: Reason;
}

/** The body; empty where it is no JSON. */
export const json = (answer: Response): Promise<Body> => answer.json().then(Object, () => ({}));
