import type { FastifyRequest } from 'fastify';
import { isLocalOrOwnHost } from '../../server/local-caller.js';
import { RelayProblem } from '../core/relay-problem.js';

/**
 * In a sandbox, the `Host` header must be a loopback name or the provider's own host.
 * @throws RelayProblem `host-invalid`
 */
export function checkSandboxHost(origin: string) {
  return async function checkSandboxHost(request: FastifyRequest): Promise<void> {
    if (!isLocalOrOwnHost(request, origin)) throw new RelayProblem('host-invalid');
  };
}
