const LOCAL_HOST = String.raw`localhost(?::\d+)?`;
const HOST = String.raw`[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?::\d+)?`;
/** `https//host` is one of them, where the colon is missing. */
const WITHOUT_SCHEME = new RegExp(String.raw`^(//|https?/+)?((?:${LOCAL_HOST}|${HOST})(?:/.*)?)$`, 'i');
/** `alice.json` is a file beside the page. */
const FILE = /^[^/]+\.(?:x?html?|json|php|aspx?|js|txt|xml|md)$/i;

/** The URL that is meant by `wallet.example/alice`; null for what has a scheme, or names no host. */
export function addScheme(written: string, page: string): string | null {
  const [, before = '', rest = ''] = WITHOUT_SCHEME.exec(written.trim()) ?? [];
  if (!rest || FILE.test(rest)) return null;
  // There a page has its own, and that is the right one on https.
  if (before === '//' && new URL(page).protocol === 'https:') return null;
  return `${/^localhost\b(?!\.)/i.test(rest) ? 'http' : 'https'}://${rest}`;
}
