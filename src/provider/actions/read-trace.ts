import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { RelayTraceSchema, TraceParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';
import { pageOf } from '../trace/trace-requests.js';
import type { Trace } from '../trace/trace.js';

/** What the wallets were asked for this page. There only in a sandbox. */
export function readTrace(services: Services, trace: Trace): RouteOptions {
  return {
    method: 'GET',
    url: '/relay/trace/:after',
    config: { summary: 'In a sandbox: what the wallets were asked for this page, secrets removed' },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { params: TraceParamsSchema, response: { 200: RelayTraceSchema } },
    handler: async (request) => trace.read(pageOf(request), (request.params as { after: number }).after),
  };
}
