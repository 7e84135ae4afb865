import * as read from './readers.js';

/** What `wm provider` reads from its environment, in the order in which help, mistakes and README name it. */
export const VARIABLES = {
  WM_ORIGIN: required(read.readOrigin, 'The origin at which browsers reach this provider, with https.'),
  WM_SITES: required(
    read.readSites,
    'Whose pages may use it: origins, https://*.blog.example, or * for all.',
  ),
  HOST: withDefault('127.0.0.1', read.readText, 'Where it listens; 0.0.0.0 in a container.'),
  PORT: withDefault('8080', read.readPort, 'The port, behind something that speaks https.'),
  WM_TRUST_PROXY: optional(read.readTrustProxy, 'Whose X-Forwarded-For is believed: addresses, networks.'),
  WM_DATA: withDefault(
    'wm-data',
    read.readText,
    'Folder for keys, and for the database without DATABASE_URL.',
  ),
  DATABASE_URL: optional(
    read.readDatabaseUrl,
    'postgres://… for several nodes. Without it: SQLite.',
    'secret',
  ),
  WM_SECRET_KEY: optional(
    read.readSecretKeys,
    'Seals tokens in the database: 32 bytes as base64url, the same for every node. Without it: a file in WM_DATA.',
    'secret',
  ),
  WM_BUDGET: withDefault(
    '5.00',
    read.readAmount,
    'What a visitor is proposed to spend on a site in a period.',
  ),
  WM_RATE_PER_HOUR: withDefault('0.60', read.readAmount, 'What a visitor is proposed to spend in an hour.'),
  WM_PERIOD: withDefault('P1M', read.readPeriod, 'After which a budget renews, or never.'),
  WM_MAX_BUDGET: withDefault('20.00', read.readAmount, 'The most that a visitor may choose for a period.'),
  WM_MAX_RATE_PER_HOUR: withDefault(
    '1.00',
    read.readAmount,
    'The most that a visitor may choose for an hour.',
  ),
  WM_CONSENT_DAYS: withDefault('30', read.readDays, 'Days after which a visitor is asked again.'),
  WM_CLIENT_NAME: optional(read.readName, "The name that visitors read on their wallet's page."),
  WM_LOG_LEVEL: withDefault('info', read.readLogLevel, `One of ${read.LOG_LEVELS.join(', ')}.`),
  WM_METRICS_HOST: withDefault('127.0.0.1', read.readText, 'Where /metrics listens. Not for the public.'),
  WM_METRICS_PORT: withDefault('9464', read.readMetricsPort, 'The port of /metrics, or off.'),
  WM_DRAIN_SECONDS: withDefault('0', read.readSeconds, 'From /readyz saying no to the end of listening.'),
};

/** The values, by the names of their variables. */
export type Settings = {
  readonly [Name in VariableName]: ReturnType<(typeof VARIABLES)[Name]['read']>;
};
export type VariableName = keyof typeof VARIABLES;

export interface Variable<Value> {
  readonly meaning: string;
  /** Its value is never shown. */
  readonly secret: boolean;
  readonly required: boolean;
  readonly default: string | undefined;
  /** @throws Mistake; `text` is undefined only where there is no default and none is required. */
  read(text: string | undefined): Value;
}

function required<Value>(reader: (text: string) => Value, meaning: string): Variable<Value> {
  return { ...withDefault('', reader, meaning), required: true, default: undefined };
}

function withDefault<Value>(
  value: string,
  reader: (text: string) => Value,
  meaning: string,
): Variable<Value> {
  return { meaning, secret: false, required: false, default: value, read: (text = value) => reader(text) };
}

function optional<Value>(
  reader: (text: string) => Value,
  meaning: string,
  secret?: 'secret',
): Variable<Value | undefined> {
  return {
    meaning,
    secret: secret !== undefined,
    required: false,
    default: undefined,
    read: (text) => (text === undefined ? undefined : reader(text)),
  };
}
