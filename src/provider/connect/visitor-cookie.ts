import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LIFETIME_SECONDS = 90 * 86_400;

/** SHA-256 of the cookie by which the provider's own pages know a visitor's browser, or null without one. Only the hash is stored. */
export function readVisitor(request: FastifyRequest, origin: string): string | null {
  const value = readCookie(request, origin);
  return value === undefined ? null : hashSecret(value);
}

/** The visitor of this browser, known by its cookie from now on as long as ever. */
export function readOrSetVisitor(request: FastifyRequest, reply: FastifyReply, origin: string): string {
  const value = readCookie(request, origin) ?? randomBytes(32).toString('base64url');
  setCookie(reply, origin, value, LIFETIME_SECONDS);
  return hashSecret(value);
}

/** This browser is nobody from now on. */
export function forgetVisitor(reply: FastifyReply, origin: string): void {
  setCookie(reply, origin, '', 0);
}

function setCookie(reply: FastifyReply, origin: string, value: string, lifetime: number): void {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  // Lax, not Strict: the wallet's redirect to the finish page comes from another site and has to carry it.
  reply.header(
    'set-cookie',
    `${cookieName(origin)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetime}${secure}`,
  );
}

function readCookie(request: FastifyRequest, origin: string): string | undefined {
  const name = cookieName(origin);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Browsers take the prefix `__Host-` only over https. Cookies ignore ports, so on loopback the name says whose it is. */
function cookieName(origin: string): string {
  const { protocol, port } = new URL(origin);
  return protocol === 'https:' ? '__Host-wm' : `wm-visitor-${port}`;
}
