import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trace, TraceContext } from './trace.js';

/** Assigns each request of a page, and of its connect pages, to the page. */
export function traceRequests(server: FastifyInstance, trace: Trace): void {
  server.addHook('preHandler', (request, _reply, done) => {
    const { id } = Object(request.params) as { id?: string };
    const page = request.sessionKey ? toPageKey(request) : trace.ownerOf(id ?? '');
    if (page === undefined) return done();
    trace.run(toTraceContext(request, page), done);
  });
  // The connect page is opened without the page's key, so the connection's owner is recorded here.
  server.addHook('onSend', (request, reply, _payload, done) => {
    const { id } = Object(request.params) as { id?: string };
    const isConnection = id && /^\/relay\/connections\//.test(request.url);
    if (request.sessionKey && isConnection && reply.statusCode < 400) trace.setOwner(id, toPageKey(request));
    done();
  });
}

/** Identifies a page by its session key and site. */
export function toPageKey({
  sessionKey,
  siteOrigin,
}: Pick<FastifyRequest, 'sessionKey' | 'siteOrigin'>): string {
  return `${sessionKey} ${siteOrigin}`;
}

function toTraceContext({ url, body }: FastifyRequest, page: string): TraceContext {
  const { walletAddress } = Object(body) as { walletAddress?: string };
  const isAboutLink = url === '/relay/wallet-addresses' || url === '/relay/sessions';
  return isAboutLink ? { page, wallet: 'receiver', href: walletAddress } : { page, wallet: 'visitor' };
}
