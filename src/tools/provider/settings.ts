import type { AllowedSites } from '../../provider/authentication/check-site.js';
import * as read from './setting-readers.js';

/**
 * The environment variables of `wm provider`, in the order of the help, the error messages and the
 * documentation.
 */
export const VARIABLES: { readonly [Name in VariableName]: Variable<ProviderSettings[Name]> } = {
  WM_ORIGIN: required(
    read.readOriginSetting,
    'The origin at which browsers reach this provider, with https.',
  ),
  WM_SITES: required(
    read.readSitesSetting,
    'The sites that may use this provider: origins, https://*.blog.example, or * for all.',
  ),
  HOST: withDefault(
    '127.0.0.1',
    read.readTextSetting,
    'The address to listen on. Use 0.0.0.0 in a container.',
  ),
  PORT: withDefault('8080', read.readPortSetting, 'The port to listen on, behind an https proxy.'),
  WM_TRUST_PROXY: optional(
    read.readTrustProxySetting,
    'Proxies whose X-Forwarded-For is trusted: addresses or networks.',
  ),
  WM_DATA: withDefault(
    'wm-data',
    read.readTextSetting,
    'Folder for keys, and for the SQLite database if DATABASE_URL is not set.',
  ),
  DATABASE_URL: optional(
    read.readDatabaseUrlSetting,
    'postgres://… for several nodes. Default: SQLite.',
    'secret',
  ),
  WM_SECRET_KEY: optional(
    read.readSecretKeysSetting,
    'Encrypts tokens in the database: 32 bytes as base64 or base64url, the same for every node. Default: a file in WM_DATA.',
    'secret',
  ),
  WM_BUDGET: withDefault('5.00', read.readAmountSetting, 'The proposed budget for a site and period.'),
  WM_RATE_PER_HOUR: withDefault('0.60', read.readAmountSetting, 'The proposed rate per hour.'),
  WM_PERIOD: withDefault('P1M', read.readPeriodSetting, 'The period after which a budget renews, or never.'),
  WM_MAX_BUDGET: withDefault(
    '20.00',
    read.readAmountSetting,
    'The maximum budget that a visitor can choose for a period.',
  ),
  WM_MAX_RATE_PER_HOUR: withDefault(
    '1.00',
    read.readAmountSetting,
    'The maximum rate per hour that a visitor can choose.',
  ),
  WM_CONSENT_DAYS: withDefault('30', read.readDaysSetting, 'Days until a consent expires.'),
  WM_CLIENT_NAME: optional(
    read.readNameSetting,
    'The name that wallets show to visitors on the consent page.',
  ),
  WM_LOG_LEVEL: withDefault('info', read.readLogLevelSetting, `One of ${read.LOG_LEVELS.join(', ')}.`),
  WM_METRICS_HOST: withDefault(
    '127.0.0.1',
    read.readTextSetting,
    'The address of /metrics. Must not be public.',
  ),
  WM_METRICS_PORT: withDefault('9464', read.readMetricsPortSetting, 'The port of /metrics, or off.'),
  WM_DRAIN_SECONDS: withDefault(
    '0',
    read.readSecondsSetting,
    'Seconds between failing readiness and closing the listener.',
  ),
};

/** The values by variable name. */
export interface ProviderSettings {
  readonly WM_ORIGIN: string;
  readonly WM_SITES: AllowedSites;
  readonly HOST: string;
  readonly PORT: number;
  readonly WM_TRUST_PROXY: string | undefined;
  readonly WM_DATA: string;
  readonly DATABASE_URL: string | undefined;
  readonly WM_SECRET_KEY: string[] | undefined;
  readonly WM_BUDGET: string;
  readonly WM_RATE_PER_HOUR: string;
  readonly WM_PERIOD: string | null;
  readonly WM_MAX_BUDGET: string;
  readonly WM_MAX_RATE_PER_HOUR: string;
  readonly WM_CONSENT_DAYS: number;
  readonly WM_CLIENT_NAME: string | undefined;
  readonly WM_LOG_LEVEL: string;
  readonly WM_METRICS_HOST: string;
  readonly WM_METRICS_PORT: number | null;
  readonly WM_DRAIN_SECONDS: number;
}
export type VariableName = keyof ProviderSettings;

export interface Variable<Value> {
  readonly description: string;
  /** True if the value must not be printed. */
  readonly secret: boolean;
  readonly required: boolean;
  readonly default: string | undefined;
  /**
   * `text` is undefined only for an optional variable without a default.
   * @throws SettingError
   */
  read(text: string | undefined): Value;
}

function required<Value>(reader: (text: string) => Value, description: string): Variable<Value> {
  return { ...withDefault('', reader, description), required: true, default: undefined };
}

function withDefault<Value>(
  value: string,
  reader: (text: string) => Value,
  description: string,
): Variable<Value> {
  return {
    description,
    secret: false,
    required: false,
    default: value,
    read: (text = value) => reader(text),
  };
}

function optional<Value>(
  reader: (text: string) => Value,
  description: string,
  secret?: 'secret',
): Variable<Value | undefined> {
  return {
    description,
    secret: secret !== undefined,
    required: false,
    default: undefined,
    read: (text) => (text === undefined ? undefined : reader(text)),
  };
}
