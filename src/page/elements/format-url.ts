import { sanitizeText } from './sanitize-text.js';

const MAX_HOST_LENGTH = 40;
const MAX_PATH_LENGTH = 40;

/**
 * A wallet address without its scheme. Long hosts keep their end, which identifies the owner. Hosts stay in
 * Punycode.
 */
export function formatUrl(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    const shownHost = host.length > MAX_HOST_LENGTH ? `…${host.slice(-MAX_HOST_LENGTH)}` : host;
    return shownHost + (pathname === '/' ? '' : sanitizeText(pathname, MAX_PATH_LENGTH));
  } catch {
    return sanitizeText(url, MAX_HOST_LENGTH + MAX_PATH_LENGTH); // Not a URL
  }
}
