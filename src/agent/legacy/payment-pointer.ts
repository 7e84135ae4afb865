const POINTER = /^\$([^/?#@:\\\s]+)(\/[^?#\\\s]*)?$/;

/**
 * The URL that `$host/path` stands for; without a path it is the host's `/.well-known/pay`. A URL stays as it is.
 * Null for a `$` form with a query, fragment, port or credentials, which it cannot have.
 */
// https://paymentpointers.org/syntax-resolution/
export function resolvePaymentPointer(written: string): string | null {
  if (!written.startsWith('$')) return written;
  const [, host, path = '/'] = POINTER.exec(written) ?? [];
  if (!host) return null;
  try {
    return new URL(`https://${host}${path === '/' ? '/.well-known/pay' : path}`).href;
  } catch {
    return null;
  }
}
