import { fastify, type FastifyInstance } from 'fastify';
import { SandboxResponse } from './http/announce-sandbox.js';
import type { SandboxWalletOptions } from './options.js';

export function createServer({ logger, tls }: SandboxWalletOptions): FastifyInstance {
  const options = {
    ...(logger && { loggerInstance: logger }),
    bodyLimit: 16_384,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  };
  const ServerResponse = SandboxResponse;
  if (!tls) return fastify({ ...options, http: { ServerResponse } });
  // Only the socket differs, which nothing here looks at.
  return fastify({ ...options, https: { ...tls, ServerResponse } }) as unknown as FastifyInstance;
}
