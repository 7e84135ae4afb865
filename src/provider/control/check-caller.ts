import type { FastifyRequest } from 'fastify';
import { isLoopbackOrigin } from '../checks/check-origin.js';
import { isLoopbackAddress } from '../limits/caller-address.js';
import { RelayProblem } from '../problem.js';

/**
 * - the caller is on this machine, and has come here by a name of this machine
 * - no web page speaks through the caller's browser
 * @throws RelayProblem `not-found`: for everybody else there is nothing here.
 */
export async function checkCallerIsLocal({ ip, headers }: FastifyRequest): Promise<void> {
  const { host = '', origin, 'sec-fetch-site': from } = headers;
  const isLocal =
    isLoopbackAddress(ip) && URL.canParse(`http://${host}`) && isLoopbackOrigin(`http://${host}`);
  // A browser says `none` of what a person has typed.
  const isPage = origin !== undefined || (from !== undefined && from !== 'none');
  if (isLocal && !isPage) return;
  throw new RelayProblem(
    'not-found',
    'This is for programs on the machine of the sandbox, not for web pages.',
  );
}
