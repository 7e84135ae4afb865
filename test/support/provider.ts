import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../../src/provider/provider.js';
import { freePorts } from './free-ports.js';

export interface OpenedProvider {
  readonly origin: string;
  readonly server: FastifyInstance;
}

/** A provider without any wallet, in memory, listening, gone when the file's tests are done. */
export async function openProvider(options: Partial<ProviderOptions> = {}): Promise<OpenedProvider> {
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  // A machine that runs tests lags at times; tests of that name their own.
  const limits = { maxLag: 60_000, ...options.limits };
  const server = await createProvider({ origin, dataDirectory: null, ...options, limits });
  await server.listen({ host: 'localhost', port });
  after(() => server.close());
  return { origin, server };
}
