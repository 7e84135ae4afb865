import { fastify, type FastifyInstance } from 'fastify';
import { SandboxResponse } from './http/sandbox-response.js';
import type { SandboxWalletOptions } from './wallet/options.js';

export function createServer({ logger, tls }: SandboxWalletOptions): FastifyInstance {
  const options = {
    ...(logger && { loggerInstance: logger }),
    bodyLimit: 16_384,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  };
  const ServerResponse = SandboxResponse;
  if (!tls) return fastify({ ...options, http: { ServerResponse } });
  // Only the type of the socket differs, and no code here uses it.
  return fastify({ ...options, https: { ...tls, ServerResponse } }) as unknown as FastifyInstance;
}
