import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieName = 'visitor' | 'arrival';

export function setHostCookie(
  reply: FastifyReply,
  origin: string,
  name: CookieName,
  value: string,
  maxAgeSeconds: number,
): void {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  // Lax, not Strict: the wallet's redirect to the finish page is cross-site and must carry the cookie.
  reply.header(
    'set-cookie',
    `${prefixedCookieName(origin, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`,
  );
}

/** The cookie's value (32 random bytes), or undefined. */
export function readHostCookie(
  request: FastifyRequest,
  origin: string,
  name: CookieName,
): string | undefined {
  const start = `${prefixedCookieName(origin, name)}=`;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const value = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
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
