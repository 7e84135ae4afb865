import type { FastifySchema, RouteOptions } from 'fastify';
import { ERROR_CODES, type RelayErrorCode } from '../../protocol/error-codes.js';
import { RelayProblem, toProblemDetails } from '../problem.js';
import { ProblemSchema } from '../schemas.js';

/** Any request may be answered so. */
const ALWAYS: RelayErrorCode[] = [
  'request-invalid',
  'headers-too-large',
  'url-too-long',
  'request-timeout',
  'rate-limited',
  'provider-failed',
];
const WITH_ORIGIN: RelayErrorCode[] = ['origin-invalid', 'site-not-allowed'];
const WITH_PROOF: RelayErrorCode[] = ['proof-missing', 'proof-invalid', 'nonce-required'];
const WITH_BODY: RelayErrorCode[] = ['payload-too-large'];
const WITH_EFFECT: RelayErrorCode[] = ['request-in-flight', 'idempotency-key-reused', 'provider-busy'];

const IDEMPOTENCY_KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description:
    'Repeated within a day with the same key and body, the call has its effect once and gets the same answer.',
};

/** What the document says of a route: its own schema, its proof, and every problem that it may answer. Pages for people are not in it. */
export function describeRoute(schema: FastifySchema | undefined, route: RouteOptions, origin: string) {
  if (!/^\/(relay|client)\b/.test(route.url)) return { hide: true };
  if (route.url !== '/relay' && route.url.startsWith('/relay')) return describeCall(schema, route, origin);
  const problems = route.url === '/relay' ? [...ALWAYS, ...WITH_ORIGIN] : ALWAYS;
  return { ...schema, summary: route.config?.summary, response: answersOf(schema, problems, origin) };
}

function describeCall(schema: FastifySchema | undefined, { method, config }: RouteOptions, origin: string) {
  const problems = [...ALWAYS, ...WITH_ORIGIN, ...WITH_PROOF, ...(config?.problems ?? [])];
  if (schema?.body) problems.push(...WITH_BODY);
  if (method !== 'GET') problems.push(...WITH_EFFECT);
  return {
    ...schema,
    summary: config?.summary,
    tags: ['relay'],
    security: [{ dpop: [] }],
    ...(method !== 'GET' && {
      headers: { type: 'object', properties: { 'Idempotency-Key': IDEMPOTENCY_KEY } },
    }),
    response: answersOf(schema, problems, origin),
  };
}

function answersOf(schema: FastifySchema | undefined, problems: RelayErrorCode[], origin: string) {
  const statuses = [...new Set(problems.map((code) => ERROR_CODES[code].status))].sort();
  const failures = statuses.map((status) => [
    status,
    {
      description: problems
        .filter((code) => ERROR_CODES[code].status === status)
        .map((code) => ERROR_CODES[code].title)
        .join(' Or: '),
      content: {
        'application/problem+json': { schema: ProblemSchema, examples: examplesOf(problems, status, origin) },
      },
    },
  ]);
  const success = (schema?.response ?? { 204: { type: 'null', description: 'It is gone.' } }) as object;
  return { ...success, ...Object.fromEntries(failures) };
}

function examplesOf(problems: RelayErrorCode[], status: number, origin: string) {
  const codes = [...new Set(problems)].filter((code) => ERROR_CODES[code].status === status);
  return Object.fromEntries(
    codes.map((code) => [code, { value: toProblemDetails(new RelayProblem(code), origin) }]),
  );
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** One line for the document. */
    summary?: string;
    /** The codes that only this route answers, beside those that all do. */
    problems?: RelayErrorCode[];
  }
}
