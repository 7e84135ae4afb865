import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../../../src/provider/provider.js';
import { freePorts } from '../free-ports.js';

export interface OpenedProvider {
  readonly origin: string;
  readonly server: FastifyInstance;
}

/** A provider without a wallet, in memory, listening. It closes after the file's tests. */
export async function openProvider(options: Partial<ProviderOptions> = {}): Promise<OpenedProvider> {
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  // The load check is disabled, because test machines can be slow. Tests of the load check set their own
  // limit.
  const limits = { maxEventLoopDelay: 60_000, ...options.limits };
  const server = await createProvider({ origin, dataDirectory: null, ...options, limits });
  await server.listen({ host: 'localhost', port });
  after(() => server.close());
  return { origin, server };
}
