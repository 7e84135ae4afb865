import type { FastifyRequest } from 'fastify';
import { isLoopbackHostHeader } from '../../protocol/loopback.js';
import { RelayProblem } from '../core/relay-problem.js';

/**
 * In a sandbox, the `Host` header must be a loopback name or the provider's own host. Otherwise a remote page
 * could use DNS rebinding: its host name resolves to this machine, and its browser treats the response as
 * same-origin.
 * @throws RelayProblem `host-invalid`
 */
export function checkSandboxHost(origin: string) {
  const { host: own } = new URL(origin);
  return async function checkSandboxHost({ headers: { host = '' } }: FastifyRequest): Promise<void> {
    if (host !== own && !isLoopbackHostHeader(host)) throw new RelayProblem('host-invalid');
  };
}
