// Codes and numbers in plain words.

const reasons = {
  'bad-credentials': 'That user and password do not belong together.',
  'access-expired': 'The token has run out. An exchange brings the next one.',
  'session-not-active': 'This session was ended, here or from another device.',
  'session-not-found': 'The server does not know this session.',
  'session-expired': 'This session has reached its last day. Nothing extends it.',
  'session-idle': 'This session lay unused for too long.',
  'device-mismatch': 'The token belongs to another device.',
  'binding-mismatch': 'This browser does not look like the one that signed in.',
  'replay-detected': 'A copy of an old token turned up, so the server ended the whole family of sessions.',
  'step-up-required': 'The server wants to be sure that it is you. Sign in once more.',
  superseded: 'A newer token is already out. Reload, or sign in again.',
  'missing-bearer': 'Nobody is signed in here.',
  'missing-csrf-cookie': 'The CSRF cookie is missing.',
  'missing-csrf-header': 'The CSRF header is missing.',
  'csrf-mismatch': 'The CSRF token is not the one of this session.',
  'cross-site': 'The request came from another site.',
  'rate-limited': 'Too many refused attempts. Wait a few seconds.',
  'insufficient-scope': 'Signed in, but not allowed. That takes the scope “admin”.',
  forbidden: 'Signed in, but not allowed.',
  'store-unavailable': 'The session store cannot be reached. The session is kept; try again soon.',
  'too-many-sessions': 'There are as many sessions as one person may have.',
  'network-error': 'The server did not answer. Nothing is lost: try again in a moment.',
};

/** A reason in a sentence; an unknown code as it is. */
export const reason = (code) => reasons[code] ?? (code ? `Refused: ${code}.` : 'Refused.');

const units = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** A span of seconds in its two largest units. */
export function span(seconds) {
  let left = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [size, name] of units) {
    if (left >= size && parts.length < 2) {
      parts.push(`${Math.floor(left / size)} ${name}`);
      left %= size;
    } else if (parts.length === 1) break;
  }
  if (parts.length === 0 || (parts.length === 1 && parts[0].endsWith('min') && left)) parts.push(`${left} s`);
  return parts.join(' ');
}

/** How long ago, seen from the server's clock. */
export const ago = (seconds) => (seconds < 2 ? 'just now' : `${span(seconds)} ago`);

/** Minutes and seconds, as on a clock. */
export const digits = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** The time of day. */
export const time = (iso) => new Date(iso).toLocaleTimeString([], { hour12: false });

/** The first letters of a handle, enough to tell two apart. */
export const brief = (sid) => (sid ? `${sid.slice(0, 9)}…` : '–');
