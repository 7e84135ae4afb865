/** Members that let somebody act, or prove something, for the visitor. */
const SECRET =
  /token|secret|nonce|proof|signature|challenge|interact|authorization|^(continue|hash|connection|dpop|jti)$/i;
/** What stands among them and is none: what a token is for. */
const HARMLESS = /^(access|expires_in|wait)$/;

const HIDDEN = '(hidden)';
const LONGEST = 2_048;
const DEEPEST = 8;
const MOST = 50;

/** A copy to show, of anything that came as JSON: without secrets, and no larger than somebody reads. */
export function withoutSecrets(value: unknown, secret = false, depth = 0): unknown {
  if (typeof value === 'string') {
    if (secret) return HIDDEN;
    return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  }
  if (typeof value !== 'object' || value === null) return secret && value !== null ? HIDDEN : value;
  if (depth === DEEPEST) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, MOST).map((item) => withoutSecrets(item, secret, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST)
      .map(([name, member]) => [
        name,
        withoutSecrets(member, (secret || SECRET.test(name)) && !HARMLESS.test(name), depth + 1),
      ]),
  );
}
