import type { FastifyInstance, FastifyReply } from 'fastify';
import { isLoopbackHostname } from '../../protocol/loopback.js';
import { readOrSetVisitor } from '../authentication/visitor-cookie.js';
import { html, type Html } from '../../server/html.js';
import type { ProviderServices } from '../services/provider-services.js';

/**
 * Only in a sandbox on a loopback origin: moves the demo visitor's connections to this browser, so that a
 * developer sees the account page without connecting by hand. Other providers have no demo visitor and no
 * such route.
 */
export function serveSandboxAccount(
  server: FastifyInstance,
  services: ProviderServices,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const { origin, sandbox, sandboxVisitor, write } = services;
  if (!sandbox || !sandboxVisitor || !isLoopbackHostname(new URL(origin).hostname)) return;
  // GET must not change anything: any site can trigger one, for example with an image.
  server.get('/sandbox', async (_request, reply) => send(reply, 'Demo visitor', TAKE_OVER_FORM));
  server.post('/sandbox', async (request, reply) => {
    const visitor = readOrSetVisitor(request, reply, origin);
    await write((transaction) =>
      transaction
        .updateTable('connection')
        .set({ visitor })
        .where('visitor', 'is', null)
        .where('grant_id', 'is not', null)
        .where('state', '!=', 'revoked')
        .execute(),
    );
    return reply.redirect(`${origin}/account`, 303);
  });
}

const TAKE_OVER_FORM = html`<h1>The demo visitor’s account</h1>
<p>The demo visitor pays the pages on this machine. You can move its connections to this browser to see them on your account page.</p>
<form method="post" action="/account/sandbox"><button>Move the connections to this browser</button></form>`;
