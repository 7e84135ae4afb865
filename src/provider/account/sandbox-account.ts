import type { FastifyInstance, FastifyReply } from 'fastify';
import { isLoopbackOrigin } from '../checks/check-origin.js';
import { readOrSetVisitor } from '../connect/visitor-cookie.js';
import { html, type Html } from '../pages/html.js';
import type { Services } from '../services.js';

/**
 * In a sandbox on this machine only: what the visitor who always consents has connected becomes this browser's, so that a developer can see the
 * account page without connecting by hand. Outside there is no such visitor, and no such path.
 */
export function serveSandboxAccount(
  server: FastifyInstance,
  services: Services,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const { origin, sandbox, sandboxVisitor, write } = services;
  if (!sandbox || !sandboxVisitor || !isLoopbackOrigin(origin)) return;
  // A page of any site can make a browser send a GET, as an image's for example: it must change nothing.
  server.get('/sandbox', async (_request, reply) => send(reply, 'Demo visitor', TAKE_OVER));
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

const TAKE_OVER = html`<h1>The demo visitor’s account</h1>
<p>The demo visitor pays the pages on this machine. You can move its connections to this browser, and see them on your account page.</p>
<form method="post" action="/account/sandbox"><button>Move the connections to this browser</button></form>`;
