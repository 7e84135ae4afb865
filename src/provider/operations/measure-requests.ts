import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

const TICK_ROUTE = '/relay/sessions/:id/payments';

/**
 * Counts every response of `server` by its route. Not by URL: callers could create unlimited label values.
 */
export function measureRequests(server: FastifyInstance, { requests, payments, problems }: Metrics): void {
  server.addHook('onResponse', async ({ method, routeOptions, problemCode }, reply) => {
    const route = routeOptions.url ?? 'none';
    const labels = { method: route === 'none' ? 'any' : method, route, status: reply.statusCode };
    requests.observe(labels, reply.elapsedTime / 1000);
    if (problemCode) problems.inc({ code: problemCode });
    if (method === 'POST' && route === TICK_ROUTE) {
      payments.inc({ outcome: problemCode ?? (reply.statusCode === 201 ? 'paid' : 'nothing-due') });
    }
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The error code of the response. */
    problemCode?: string;
  }
}
