/** Null instead of an exception. */
// https://url.spec.whatwg.org/#concept-basic-url-parser
export function parseUrl(input: string, base?: string): URL | null {
  try {
    return new URL(input, base);
  } catch {
    return null;
  }
}
