import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress, isLoopbackHostHeader } from '../../protocol/loopback.js';
import { ControlError } from './control-error.js';

/**
 * Checks the caller:
 * - the connection comes from this machine
 * - the request does not come from a web page of another origin, also not through DNS rebinding
 *
 * @throws ControlError 403
 */
export function requireLocalCaller({ ip, headers }: FastifyRequest, origin: string): void {
  const host = headers.host ?? '';
  const isLocal = isLoopbackAddress(ip) && (isLoopbackHostHeader(host) || host === new URL(origin).host);
  const isForeignPage = headers.origin !== undefined && headers.origin !== origin;
  if (isLocal && !isForeignPage) return;
  throw new ControlError(
    403,
    'not-local',
    'Only programs on the same machine can control the sandbox, web pages cannot.',
  );
}
