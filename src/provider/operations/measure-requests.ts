import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

const TICK = '/relay/sessions/:id/payments';

/** Every answer of `server` by its route, never by its URL: a URL has as many values as somebody cares to send. */
export function measureRequests(server: FastifyInstance, { requests, payments, problems }: Metrics): void {
  server.addHook('onResponse', async ({ method, routeOptions, problemCode }, reply) => {
    const route = routeOptions.url ?? 'none';
    const labels = { method: route === 'none' ? 'any' : method, route, status: reply.statusCode };
    requests.observe(labels, reply.elapsedTime / 1000);
    if (problemCode) problems.inc({ code: problemCode });
    if (method === 'POST' && route === TICK) {
      payments.inc({ outcome: problemCode ?? (reply.statusCode === 201 ? 'paid' : 'nothing-due') });
    }
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that the request was answered with. */
    problemCode?: string;
  }
}
