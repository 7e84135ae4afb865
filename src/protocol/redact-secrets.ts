/** Members with credentials or proofs of the visitor. */
const SECRET_MEMBER =
  /token|secret|nonce|proof|signature|challenge|interact|authorization|^(continue|hash|connection|dpop|jti)$/i;
/** Members of the same objects that are not secret. */
const PUBLIC_MEMBER = /^(access|expires_in|wait)$/;

const REDACTED = '(hidden)';
const MAX_STRING_LENGTH = 2_048;
const MAX_DEPTH = 8;
const MAX_ENTRIES = 50;

/**
 * A copy of any JSON value for display: secrets are hidden; depth, entries and string lengths are limited.
 */
export function redactSecrets(value: unknown, isSecret = false, depth = 0): unknown {
  if (typeof value === 'string') {
    if (isSecret) return REDACTED;
    return value.length > MAX_STRING_LENGTH ? `${value.slice(0, MAX_STRING_LENGTH)}…` : value;
  }
  if (typeof value !== 'object' || value === null) return isSecret && value !== null ? REDACTED : value;
  if (depth === MAX_DEPTH) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((item) => redactSecrets(item, isSecret, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, member]) => [
        name,
        redactSecrets(member, (isSecret || SECRET_MEMBER.test(name)) && !PUBLIC_MEMBER.test(name), depth + 1),
      ]),
  );
}
