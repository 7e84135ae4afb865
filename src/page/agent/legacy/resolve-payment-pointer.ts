const POINTER = /^\$([^/?#@:\\\s]+)(\/[^?#\\\s]*)?$/;

/**
 * Resolves `$host/path` to a URL. Without a path, it is the host's `/.well-known/pay`. Returns a URL
 * unchanged. Returns null for a payment pointer with a query, fragment, port or credentials, which are not
 * allowed.
 */
// https://paymentpointers.org/syntax-resolution/
export function resolvePaymentPointer(pointer: string): string | null {
  if (!pointer.startsWith('$')) return pointer;
  const [, host, path = '/'] = POINTER.exec(pointer) ?? [];
  if (!host) return null;
  try {
    return new URL(`https://${host}${path === '/' ? '/.well-known/pay' : path}`).href;
  } catch {
    return null;
  }
}
