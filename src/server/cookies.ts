import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieName = 'visitor' | 'arrival';

export function setHostCookie(
  reply: FastifyReply,
  origin: string,
  name: CookieName,
  value: string,
  maxAgeSeconds: number,
): void {
  setCookie(reply, origin, {
    ...{ name: prefixedCookieName(origin, name), value },
    ...{ path: '/', maxAge: maxAgeSeconds },
  });
}

/** Pages cannot read the cookie. It is sent over https only, except on loopback. */
export function setCookie(
  reply: FastifyReply,
  origin: string,
  cookie: { name: string; value: string; path: string; maxAge?: number },
): void {
  const secure = origin.startsWith('https:');
  // Lax, not Strict: the wallet's redirect to the finish page is cross-site and must carry the cookie.
  reply.header('set-cookie', stringifySetCookie({ ...cookie, httpOnly: true, secure, sameSite: 'lax' }));
}

/** The cookie's value (32 random bytes), or undefined. */
export function readHostCookie(
  request: FastifyRequest,
  origin: string,
  name: CookieName,
): string | undefined {
  const value = readCookie(request, prefixedCookieName(origin, name));
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** The value as sent. The servers set no value that needs an encoding. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '', { decode: (value) => value })[name];
}

/**
 * Browsers accept the prefix `__Host-` only over https. Cookies ignore ports, so on loopback the name
 * contains the port.
 */
function prefixedCookieName(origin: string, name: CookieName): string {
  const { protocol, port } = new URL(origin);
  if (protocol !== 'https:') return `wm-${name}-${port}`;
  return name === 'visitor' ? '__Host-wm' : `__Host-wm-${name}`;
}
