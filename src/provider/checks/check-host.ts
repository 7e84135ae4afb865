import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import { isLoopbackOrigin } from './check-origin.js';

/**
 * In a sandbox: the caller came by a name of this machine, or by the provider's own. A page elsewhere whose name was made to resolve to this
 * machine (DNS rebinding) comes by its own name, and its browser would take the answer for that page's.
 * @throws RelayProblem `host-invalid`
 */
export function checkHost(origin: string) {
  const { host: own } = new URL(origin);
  return async function checkHost({ headers: { host = '' } }: FastifyRequest): Promise<void> {
    const isLocal = URL.canParse(`http://${host}`) && isLoopbackOrigin(`http://${host}`);
    if (host !== own && !isLocal) throw new RelayProblem('host-invalid');
  };
}
