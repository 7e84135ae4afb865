import type { FastifyRequest } from 'fastify';
import { isLoopbackHost } from '../http/check-host.js';
import { ControlError } from './control-error.js';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;

/**
 * - the caller is on this machine
 * - no web page elsewhere speaks through the caller's browser, also not under a name of its own for this machine
 * @throws ControlError 403
 */
export function checkCallerIsLocal({ ip, headers }: FastifyRequest, origin: string): void {
  const host = headers.host ?? '';
  const isLocal = LOOPBACK.test(ip) && (isLoopbackHost(host) || host === new URL(origin).host);
  const isForeignPage = headers.origin !== undefined && headers.origin !== origin;
  if (isLocal && !isForeignPage) return;
  throw new ControlError(
    403,
    'not-local',
    'The sandbox is controlled from this machine only, not by web pages.',
  );
}
