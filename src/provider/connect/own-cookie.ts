import type { FastifyReply, FastifyRequest } from 'fastify';

type Name = 'visitor' | 'arrival';

export function setOwnCookie(
  reply: FastifyReply,
  origin: string,
  name: Name,
  value: string,
  lifetimeSeconds: number,
): void {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  // Lax, not Strict: the wallet's redirect to the finish page comes from another site and has to carry it.
  reply.header(
    'set-cookie',
    `${cookieName(origin, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}${secure}`,
  );
}

/** 32 random bytes, or undefined. */
export function readOwnCookie(request: FastifyRequest, origin: string, name: Name): string | undefined {
  const start = `${cookieName(origin, name)}=`;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const value = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** Browsers take the prefix `__Host-` only over https. Cookies ignore ports, so on loopback the name says whose it is. */
function cookieName(origin: string, name: Name): string {
  const { protocol, port } = new URL(origin);
  if (protocol !== 'https:') return `wm-${name}-${port}`;
  return name === 'visitor' ? '__Host-wm' : `__Host-wm-${name}`;
}
