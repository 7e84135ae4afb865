import { isLoopbackHostname } from '../../../protocol/loopback.js';

const LOCAL_HOST = String.raw`localhost(?::\d+)?`;
const HOST = String.raw`[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?::\d+)?`;
/** Includes `https//host`, without the colon. */
const WITHOUT_SCHEME = new RegExp(String.raw`^(//|https?/+)?((?:${LOCAL_HOST}|${HOST})(?:/.*)?)$`, 'i');
/** `alice.json` is a file in the page's folder. */
const FILE_NAME = /^[^/]+\.(?:x?html?|json|php|aspx?|js|txt|xml|md)$/i;

/** The URL that was probably intended by `wallet.example/alice`. Null if it has a scheme or no host. */
export function addScheme(written: string, page: string): string | null {
  const [, before = '', rest = ''] = WITHOUT_SCHEME.exec(written.trim()) ?? [];
  if (!rest || FILE_NAME.test(rest)) return null;
  // On an https page, `//host` inherits the correct scheme.
  if (before === '//' && new URL(page).protocol === 'https:') return null;
  const [hostname] = /^[^:/]*/.exec(rest) ?? [''];
  return `${isLoopbackHostname(hostname) ? 'http' : 'https'}://${rest}`;
}
