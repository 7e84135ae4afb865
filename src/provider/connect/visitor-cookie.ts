import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readOwnCookie, setOwnCookie } from './own-cookie.js';

const LIFETIME_SECONDS = 90 * 86_400;

/** SHA-256 of the cookie by which the provider's own pages know a visitor's browser, or null without one. Only the hash is stored. */
export function readVisitor(request: FastifyRequest, origin: string): string | null {
  const value = readOwnCookie(request, origin, 'visitor');
  return value === undefined ? null : hashSecret(value);
}

/** The visitor of this browser, known by its cookie from now on as long as ever. */
export function readOrSetVisitor(request: FastifyRequest, reply: FastifyReply, origin: string): string {
  const value = readOwnCookie(request, origin, 'visitor') ?? randomBytes(32).toString('base64url');
  setOwnCookie(reply, origin, 'visitor', value, LIFETIME_SECONDS);
  return hashSecret(value);
}

/** This browser is nobody from now on. */
export function forgetVisitor(reply: FastifyReply, origin: string): void {
  setOwnCookie(reply, origin, 'visitor', '', 0);
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
