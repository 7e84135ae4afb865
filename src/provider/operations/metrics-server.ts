import fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics } from 'prom-client';
import type { Metrics } from './metrics.js';

/**
 * A separate server for `/metrics` (Prometheus), including process metrics, because they must not be public.
 * The caller starts it.
 */
export function createMetricsServer({ registry }: Metrics): FastifyInstance {
  collectDefaultMetrics({ register: registry });
  const server = fastify({ keepAliveTimeout: 5_000 });
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
  return server;
}
