import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { describeError, withoutQueries } from './describe-error.js';

/** Whatever goes by these names is nobody's business. */
const SECRET = [
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
const DEEPEST = 3;

/**
 * `logger`, which says neither what opens something nor who looked at what: no header, no query, of an error only its own words. What is logged
 * with a secret's name by mistake is cut out, too.
 */
export function redactedLogger(logger: FastifyBaseLogger): FastifyBaseLogger {
  return logger.child(
    {},
    { redact: { paths: secretPaths(), censor: '[redacted]' }, serializers: SERIALIZERS },
  );
}

/** Fastify's loggers of single requests inherit them. */
const SERIALIZERS = {
  req: ({ method, url, routeOptions }: FastifyRequest) => ({
    method,
    url: withoutQueries(url),
    route: routeOptions?.url,
  }),
  res: ({ statusCode }: FastifyReply) => ({ statusCode }),
  err: describeError,
  error: describeError,
};

function secretPaths(): string[] {
  return SECRET.flatMap((name) =>
    Array.from({ length: DEEPEST }, (_, depth) => {
      const parents = Array.from({ length: depth }, () => '*').join('.');
      return /^\w+$/.test(name) ? [parents, name].filter(Boolean).join('.') : `${parents}["${name}"]`;
    }),
  );
}
