import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readHostCookie, setHostCookie } from '../../server/cookies.js';

const COOKIE_LIFETIME_S = 90 * 86_400;

/**
 * SHA-256 of the cookie that identifies a visitor's browser to the provider's pages, or null without a
 * cookie. Only the hash is stored.
 */
export function readVisitor(request: FastifyRequest, origin: string): string | null {
  const value = readHostCookie(request, origin, 'visitor');
  return value === undefined ? null : sha256Base64url(value);
}

/** The visitor of this browser. Sets the cookie if there is none, and always renews its lifetime. */
export function readOrSetVisitor(request: FastifyRequest, reply: FastifyReply, origin: string): string {
  const value = readHostCookie(request, origin, 'visitor') ?? randomBytes(32).toString('base64url');
  setHostCookie(reply, origin, 'visitor', value, COOKIE_LIFETIME_S);
  return sha256Base64url(value);
}

/** Deletes the cookie. */
export function clearVisitorCookie(reply: FastifyReply, origin: string): void {
  setHostCookie(reply, origin, 'visitor', '', 0);
}

export function sha256Base64url(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
