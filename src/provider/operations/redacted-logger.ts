import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { serializeError, redactQueries } from './serialize-error.js';

/** Members with these names are secret. */
const SECRET_NAMES = [
  'authorization',
  'dpop',
  'cookie',
  'set-cookie',
  'signature',
  'token',
  'access_token',
  'accessToken',
  'continue_token',
  'interact_ref',
  'hash',
  'challenge',
  'nonce',
  'privateKey',
  'query',
];
const MAX_REDACTED_DEPTH = 3;

/**
 * Wraps `logger` so that it logs neither secrets nor browsing behaviour: no headers, no queries, and of
 * errors only known members. Members with a secret's name are redacted.
 */
export function createRedactedLogger(logger: FastifyBaseLogger): FastifyBaseLogger {
  return logger.child(
    {},
    { redact: { paths: redactedPaths(), censor: '[redacted]' }, serializers: SERIALIZERS },
  );
}

/** Fastify's per-request loggers inherit these. */
const SERIALIZERS = {
  req: ({ method, url, routeOptions }: FastifyRequest) => ({
    method,
    url: redactQueries(url),
    route: routeOptions?.url,
  }),
  res: ({ statusCode }: FastifyReply) => ({ statusCode }),
  err: serializeError,
  error: serializeError,
};

function redactedPaths(): string[] {
  return SECRET_NAMES.flatMap((name) =>
    Array.from({ length: MAX_REDACTED_DEPTH }, (_, depth) => {
      const parents = Array.from({ length: depth }, () => '*').join('.');
      return /^\w+$/.test(name) ? [parents, name].filter(Boolean).join('.') : `${parents}["${name}"]`;
    }),
  );
}
