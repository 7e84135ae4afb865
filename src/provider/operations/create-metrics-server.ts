import fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { Metrics } from './metrics.js';

/** `/metrics` for Prometheus, with those of the process, on a server of its own: they are nobody else's business. Not listening yet. */
export function createMetricsServer({ registry }: Metrics): FastifyInstance {
  collectDefaultMetrics({ register: registry });
  const server = fastify({ keepAliveTimeout: 5_000 });
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
  return server;
}
