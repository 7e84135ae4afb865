import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { RelayTraceSchema, TraceParamsSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';
import { toPageKey } from '../trace/trace-requests.js';
import type { Trace } from '../trace/trace.js';

/** Returns the wallet requests that were made for this page. Available only in a sandbox. */
export function getTrace(services: Services, trace: Trace): RouteOptions {
  return {
    method: 'GET',
    url: '/relay/trace/:after',
    config: { summary: 'In a sandbox: get the wallet requests made for this page, without secrets' },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { params: TraceParamsSchema, response: { 200: RelayTraceSchema } },
    handler: async (request) => trace.read(toPageKey(request), (request.params as { after: number }).after),
  };
}
