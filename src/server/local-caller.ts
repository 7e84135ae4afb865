import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress, isLoopbackHostHeader } from '../protocol/loopback.js';

/**
 * True if the `Host` header is a loopback name or the server's own host. Otherwise a remote page could use
 * DNS rebinding: its host name resolves to this machine, and its browser treats the response as same-origin.
 */
export function isLocalOrOwnHost({ headers: { host = '' } }: FastifyRequest, origin: string): boolean {
  return host === new URL(origin).host || isLoopbackHostHeader(host);
}

/**
 * True for a program on this machine that names this server. Callers also check whether the program is a
 * browser with a page of another origin.
 */
export function isLocalCaller(request: FastifyRequest, origin: string): boolean {
  return isLoopbackAddress(request.ip) && isLocalOrOwnHost(request, origin);
}
