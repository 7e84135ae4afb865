import { cleanText } from './clean-text.js';

const LONGEST_HOST = 40;
const LONGEST_PATH = 40;

/** A wallet address as people write it down. Hosts of other scripts are in Punycode, and of a long one the end is shown, which says whose it is. */
export function readableUrl(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    const shownHost = host.length > LONGEST_HOST ? `…${host.slice(-LONGEST_HOST)}` : host;
    return shownHost + (pathname === '/' ? '' : cleanText(pathname, LONGEST_PATH));
  } catch {
    return cleanText(url, LONGEST_HOST + LONGEST_PATH); // Not a URL: as it is written
  }
}
