import type { FastifySchema, RouteOptions } from 'fastify';
import { ERROR_CODES, type RelayErrorCode } from '../../protocol/error-codes.js';
import { RelayProblem, toProblemDetails } from '../core/relay-problem.js';
import { ProblemSchema } from '../core/message-schemas.js';

/** Every request may get these errors. */
const COMMON_ERRORS: RelayErrorCode[] = [
  'request-invalid',
  'headers-too-large',
  'url-too-long',
  'request-timeout',
  'rate-limited',
  'provider-failed',
];
const ORIGIN_ERRORS: RelayErrorCode[] = ['origin-invalid', 'site-not-allowed'];
const PROOF_ERRORS: RelayErrorCode[] = ['proof-missing', 'proof-invalid', 'nonce-required'];
const BODY_ERRORS: RelayErrorCode[] = ['payload-too-large'];
const WRITE_ERRORS: RelayErrorCode[] = ['request-in-flight', 'idempotency-key-reused', 'provider-busy'];

const IDEMPOTENCY_KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description:
    'A call that is repeated within a day with the same key and body takes effect once and gets the same response.',
};

/**
 * Describes a route in the OpenAPI document: its schema, its authentication and all its errors. HTML pages
 * are hidden.
 */
export function describeRoute(
  schema: FastifySchema | undefined,
  route: RouteOptions,
  origin: string,
): FastifySchema {
  if (!/^\/(relay|client)\b/.test(route.url)) return { hide: true };
  if (route.url !== '/relay' && route.url.startsWith('/relay'))
    return describeRelayCall(schema, route, origin);
  const problems = route.url === '/relay' ? [...COMMON_ERRORS, ...ORIGIN_ERRORS] : COMMON_ERRORS;
  return { ...schema, ...summaryOf(route), response: toResponses(schema, problems, origin) };
}

function describeRelayCall(schema: FastifySchema | undefined, route: RouteOptions, origin: string) {
  const { method, config } = route;
  const problems = [...COMMON_ERRORS, ...ORIGIN_ERRORS, ...PROOF_ERRORS, ...(config?.problems ?? [])];
  if (schema?.body) problems.push(...BODY_ERRORS);
  if (method !== 'GET') problems.push(...WRITE_ERRORS);
  return {
    ...schema,
    ...summaryOf(route),
    tags: ['relay'],
    security: [{ dpop: [] }],
    ...(method !== 'GET' && {
      headers: { type: 'object', properties: { 'Idempotency-Key': IDEMPOTENCY_KEY } },
    }),
    response: toResponses(schema, problems, origin),
  };
}

function summaryOf({ config }: RouteOptions): Pick<FastifySchema, 'summary'> {
  return config?.summary === undefined ? {} : { summary: config.summary };
}

function toResponses(schema: FastifySchema | undefined, problems: RelayErrorCode[], origin: string) {
  const statuses = [...new Set(problems.map((code) => ERROR_CODES[code].status))].sort();
  const failures = statuses.map((status) => [
    status,
    {
      description: problems
        .filter((code) => ERROR_CODES[code].status === status)
        .map((code) => ERROR_CODES[code].title)
        .join(' Or: '),
      content: {
        'application/problem+json': { schema: ProblemSchema, examples: toExamples(problems, status, origin) },
      },
    },
  ]);
  const success = (schema?.response ?? { 204: { type: 'null', description: 'Deleted.' } }) as object;
  return { ...success, ...Object.fromEntries(failures) };
}

function toExamples(problems: RelayErrorCode[], status: number, origin: string) {
  const codes = [...new Set(problems)].filter((code) => ERROR_CODES[code].status === status);
  return Object.fromEntries(
    codes.map((code) => [code, { value: toProblemDetails(new RelayProblem(code), origin) }]),
  );
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** One-line summary in the OpenAPI document. */
    summary?: string;
    /** Error codes of this route, in addition to the common ones. */
    problems?: RelayErrorCode[];
  }
}
