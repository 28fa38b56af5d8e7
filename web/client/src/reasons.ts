/** Why something was refused: the server's codes, and the four that the client itself gives. */
export type Reason =
  | 'missing-access-cookie'
  | 'network-error'
  | 'refresh-http-error'
  | 'invalid-refresh-response'
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
  | 'rate-limited'
  | 'store-unavailable'
  // A newer server may know more.
  | (string & {});

/** The one reason that a refresh can cure. */
export const curable = 'access-expired';

/** The one reason that fresh credentials cure while the session lives. */
export const stepUp = 'step-up-required';

/** Whether a reason says that no live session stands behind what this client holds: sign in again. */
export const isEnd = (reason: Reason): boolean =>
  /^(session-.*|replay-detected|invalid-access-.*|missing-bearer)$/.test(reason);

/**
 * The reason of a refused resource request: from `WWW-Authenticate`, else from a JSON body.
 * Leaves the body unread for the caller.
 */
export const reasonOf = async (answer: Response): Promise<Reason | undefined> => {
  const told = /error_description="?([\w-]+)/.exec(answer.headers.get('www-authenticate') ?? '');
  if (told) return told[1];
  if (!/json/.test(answer.headers.get('content-type') ?? '')) return undefined;
  try {
    const body = (await answer.clone().json()) as { rsn?: unknown } | null;
    return typeof body?.rsn === 'string' ? body.rsn : undefined;
  } catch {
    return undefined;
  }
};
