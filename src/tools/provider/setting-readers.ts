import { isIP } from 'node:net';
import { parsePostgresUrl } from '../../database/postgres/postgres-url.js';
import { isSitePattern, type AllowedSites } from '../../provider/authentication/check-site.js';
import { SettingError } from './setting-error.js';

/**
 * Each reader parses the text of one setting.
 * @throws SettingError
 */

export function readOriginSetting(text: string): string {
  const fix = 'Write the origin that browsers see, such as https://provider.example';
  if (!URL.canParse(text)) throw new SettingError('is not a URL', fix);
  const { protocol, origin } = new URL(text);
  if (protocol !== 'https:') throw new SettingError('is not https', fix);
  if (origin !== text.replace(/\/$/, '')) {
    throw new SettingError('is not an origin as browsers serialize it', `Write ${origin}`);
  }
  return origin;
}

export function readPortSetting(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  throw new SettingError('is not a port', 'Write a number from 1 to 65535');
}

export function readMetricsPortSetting(text: string): number | null {
  return text === 'off' ? null : readPortSetting(text);
}

export function readDatabaseUrlSetting(text: string): string {
  try {
    parsePostgresUrl(text);
    return text;
  } catch (error) {
    throw new SettingError(
      (error as Error).message,
      'Write postgres://user:password@host/database, or leave it out for SQLite',
    );
  }
}

/** The newest key first. During a key change, older keys follow after commas. */
export function readSecretKeysSetting(text: string): string[] {
  const keys = splitList(text);
  if (keys.length > 0 && keys.every((key) => /^[\w+/-]{43}=?$/.test(key))) return keys;
  throw new SettingError(
    'is not 32 bytes as base64 or base64url',
    'Write what `openssl rand -base64 32` prints',
  );
}

/** Exact: money is not parsed as a floating point number. */
export function readAmountSetting(text: string): string {
  if (/^\d{1,12}(\.\d{1,9})?$/.test(text) && /[1-9]/.test(text)) return text;
  throw new SettingError(
    'is not an amount',
    "Write a decimal number in the visitor's currency, such as 5.00",
  );
}

export function readPeriodSetting(text: string): string | null {
  if (text === 'never') return null;
  if (/^P(?=[^T]|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?)?$/.test(text) && /[1-9]/.test(text)) {
    return text;
  }
  throw new SettingError('is not an ISO 8601 duration', 'Write a duration such as P1M or P7D, or never');
}

export function readSitesSetting(text: string): AllowedSites {
  if (text === '*') return '*';
  const sites = splitList(text);
  const invalid = sites.filter((site) => !isSitePattern(site));
  if (invalid.length === 0) return sites;
  const fix = 'Write origins such as https://news.example or https://*.blog.example, or * for every site';
  throw new SettingError(`has entries that are not origins of sites: ${invalid.join(' ')}`, fix);
}

export function readTrustProxySetting(text: string): string {
  const proxies = splitList(text);
  const invalid = proxies.filter((proxy) => proxy !== 'loopback' && !isNetwork(proxy));
  if (invalid.length === 0) return proxies.join(',');
  const fix = 'Write the addresses or networks of your proxies, such as 10.0.0.0/8, or loopback';
  throw new SettingError(`has entries that are not addresses: ${invalid.join(' ')}`, fix);
}

export const LOG_LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];

export function readLogLevelSetting(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new SettingError('is not a log level', `Write one of ${LOG_LEVELS.join(', ')}`);
}

export function readNameSetting(text: string): string {
  // Visible characters and single spaces, because visitors see the name when they give consent.
  if (text.length <= 64 && /^[\p{L}\p{N}\p{P}\p{S}]+( [\p{L}\p{N}\p{P}\p{S}]+)*$/u.test(text)) return text;
  throw new SettingError('is not a name', 'Write at most 64 visible characters');
}

export function readSecondsSetting(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (seconds <= 300) return seconds;
  throw new SettingError('is not a number of seconds', 'Write a number from 0 to 300');
}

export function readDaysSetting(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= 365) return days;
  throw new SettingError('is not a number of days', 'Write a number from 1 to 365');
}

export function readTextSetting(text: string): string {
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
