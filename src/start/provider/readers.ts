import { isIP } from 'node:net';
import { readPostgresUrl } from '../../database/postgres-url.js';
import { isSitePattern, type Sites } from '../../provider/checks/check-site.js';
import { Mistake } from './mistake.js';

/** Each reads one setting's text. @throws Mistake */

export function readOrigin(text: string): string {
  const fix = 'Write the origin that browsers see, such as https://provider.example';
  if (!URL.canParse(text)) throw new Mistake('is not a URL', fix);
  const { protocol, origin } = new URL(text);
  if (protocol !== 'https:') throw new Mistake('is not https', fix);
  if (origin !== text.replace(/\/$/, '')) {
    throw new Mistake('is more than an origin, or not as browsers spell it', `Write ${origin}`);
  }
  return origin;
}

export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  throw new Mistake('is not a port', 'Write a number from 1 to 65535');
}

export function readMetricsPort(text: string): number | null {
  return text === 'off' ? null : readPort(text);
}

export function readDatabaseUrl(text: string): string {
  try {
    readPostgresUrl(text);
    return text;
  } catch (error) {
    throw new Mistake(
      (error as Error).message,
      'Write postgres://user:password@host/database, or leave it out for SQLite',
    );
  }
}

/** The newest first; older ones after a comma while they are being replaced. */
export function readSecretKeys(text: string): string[] {
  const keys = splitList(text);
  if (keys.length > 0 && keys.every((key) => /^[\w+/-]{43}=?$/.test(key))) return keys;
  throw new Mistake('is not 32 bytes as base64url', 'Write what `openssl rand -base64 32` prints');
}

/** Exact: money is not read as a double. */
export function readAmount(text: string): string {
  if (/^\d{1,12}(\.\d{1,9})?$/.test(text) && /[1-9]/.test(text)) return text;
  throw new Mistake('is not an amount', "Write a decimal number in the visitor's currency, such as 5.00");
}

export function readPeriod(text: string): string | null {
  if (text === 'never') return null;
  if (/^P(?=[^T]|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?)?$/.test(text) && /[1-9]/.test(text)) {
    return text;
  }
  throw new Mistake('is not an ISO 8601 duration', 'Write such as P1M or P7D, or never');
}

export function readSites(text: string): Sites {
  if (text === '*') return '*';
  const sites = splitList(text);
  const wrong = sites.filter((site) => !isSitePattern(site));
  if (wrong.length === 0) return sites;
  const fix = 'Write origins such as https://news.example or https://*.blog.example, or * for every site';
  throw new Mistake(`has what is not the origin of a site: ${wrong.join(' ')}`, fix);
}

export function readTrustProxy(text: string): string {
  const proxies = splitList(text);
  const wrong = proxies.filter((proxy) => proxy !== 'loopback' && !isNetwork(proxy));
  if (wrong.length === 0) return proxies.join(',');
  const fix = 'Write the addresses or networks of your proxies, such as 10.0.0.0/8, or loopback';
  throw new Mistake(`has what is not an address: ${wrong.join(' ')}`, fix);
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];

export function readLogLevel(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new Mistake('is not a log level', `Write one of ${LOG_LEVELS.join(', ')}`);
}

export function readName(text: string): string {
  // Visible characters and single spaces: visitors read it where they decide.
  if (text.length <= 64 && /^[\p{L}\p{N}\p{P}\p{S}]+( [\p{L}\p{N}\p{P}\p{S}]+)*$/u.test(text)) return text;
  throw new Mistake('is not a name', 'Write at most 64 visible characters');
}

export function readSeconds(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (seconds <= 300) return seconds;
  throw new Mistake('is not a number of seconds', 'Write a number from 0 to 300');
}

export function readDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= 365) return days;
  throw new Mistake('is not a number of days', 'Write a number from 1 to 365');
}

export function readText(text: string): string {
  return text;
}

function splitList(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
