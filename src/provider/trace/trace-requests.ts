import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trace, TraceContext } from './trace.js';

/** Says for whom each request of a page is worked on, and each of the visitor's browser that belongs to one of its connections. */
export function traceRequests(server: FastifyInstance, trace: Trace): void {
  server.addHook('preHandler', (request, _reply, done) => {
    const { id } = Object(request.params) as { id?: string };
    const page = request.sessionKey ? pageOf(request) : trace.ownerOf(id ?? '');
    if (page === undefined) return done();
    trace.run(contextOf(request, page), done);
  });
  // Its connect page is opened in the visitor's browser, without the page's key. Whose it is, is known only now.
  server.addHook('onSend', (request, reply, _payload, done) => {
    const { id } = Object(request.params) as { id?: string };
    const isConnection = id && /^\/relay\/connections\//.test(request.url);
    if (request.sessionKey && isConnection && reply.statusCode < 400) trace.own(id, pageOf(request));
    done();
  });
}

/** The same key at another site is another page. */
export function pageOf({
  sessionKey,
  siteOrigin,
}: Pick<FastifyRequest, 'sessionKey' | 'siteOrigin'>): string {
  return `${sessionKey} ${siteOrigin}`;
}

function contextOf({ url, body }: FastifyRequest, page: string): TraceContext {
  const { walletAddress } = Object(body) as { walletAddress?: string };
  const isAboutLink = url === '/relay/wallet-addresses' || url === '/relay/sessions';
  return isAboutLink ? { page, wallet: 'receiver', href: walletAddress } : { page, wallet: 'visitor' };
}
