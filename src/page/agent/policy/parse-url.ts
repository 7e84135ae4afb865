/** Returns null if the URL is invalid. */
// https://url.spec.whatwg.org/#concept-basic-url-parser
export function parseUrlOrNull(input: string, base?: string): URL | null {
  try {
    return new URL(input, base);
  } catch {
    return null;
  }
}
