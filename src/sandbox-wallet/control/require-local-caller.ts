import type { FastifyRequest } from 'fastify';
import { isLocalCaller } from '../../server/local-caller.js';
import { ControlError } from './control-error.js';

/**
 * Checks that the caller is a program on this machine, and no web page of another origin.
 * @throws ControlError 403
 */
export function requireLocalCaller(request: FastifyRequest, ownOrigin: string): void {
  const { origin } = request.headers;
  if (isLocalCaller(request, ownOrigin) && (origin === undefined || origin === ownOrigin)) return;
  throw new ControlError(
    403,
    'not-local',
    'Only programs on the same machine can control the sandbox, web pages cannot.',
  );
}
