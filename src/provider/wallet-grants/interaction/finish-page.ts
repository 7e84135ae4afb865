import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { readVisitor } from '../../authentication/visitor-cookie.js';
import { html, type Html } from '../../../server/html.js';
import { setPageHeaders } from '../../../server/page-headers.js';
import { getParams, getQuery } from '../../../server/validated-request.js';
import { sendProviderPage } from '../../pages/page.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { GrantServices } from '../access-tokens.js';
import type { RateLimiter } from '../../limits/rate-limiter.js';
import { finishInteraction, type InteractionOutcome } from './finish-interaction.js';

const QuerySchema = Type.Object({
  hash: Type.Optional(Type.String({ maxLength: 128 })),
  interact_ref: Type.Optional(Type.String({ maxLength: 256 })),
  result: Type.Optional(Type.String({ maxLength: 64 })),
});
const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** The page that the wallet redirects the visitor to. It always responds with HTML, even to errors. */
export async function serveFinishPage(
  server: FastifyInstance,
  services: GrantServices & { rateLimiter: RateLimiter },
): Promise<void> {
  const { origin, sandbox } = services;
  setPageHeaders(server);
  server.addHook('onRequest', async (request) => services.rateLimiter.checkCall(request));
  server.get(
    '/grants/:id/finish',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const visitor = readVisitor(request, origin);
      const outcome = await finishInteraction(
        services,
        getParams(request, ParamsSchema).id,
        getQuery(request, QuerySchema),
        visitor,
      ).catch((error: unknown) => {
        const status = error instanceof RelayProblem ? error.status : 500;
        // Client errors are not warnings, because anyone can open this page with an invalid URL.
        request.log[status < 500 ? 'debug' : 'warn']({ err: error }, 'a consent could not be completed');
        reply.code(status);
        return null;
      });
      const [title, text] = describeOutcome(outcome);
      const body = html`<h1>${title}</h1>
<p role="status">${text}</p>
${outcome && backLinkHtml(outcome)}
<p class="alone"><a href="/account">Your account page</a></p>`;
      return sendProviderPage(reply, { title, script: '/finish.js', sandbox, body });
    },
  );
}

function describeOutcome(outcome: InteractionOutcome | null): [title: string, text: Html] {
  if (!outcome) {
    return [
      'Not connected',
      html`Not connected: an error occurred. Close this window and connect again from the site.`,
    ];
  }
  const site = html`<strong>${outcome.site}</strong>`;
  if (outcome.outcome === 'rejected') {
    return [
      'Not connected',
      html`Not connected: you declined in your wallet. ${site} cannot ask you again for 24 hours.`,
    ];
  }
  return [
    'Connected',
    html`Connected. <strong>${outcome.walletAddress}</strong> now pays ${site} while you view its pages.`,
  ];
}

/** The page's script closes the window or navigates back. Without the script, the link opens the site. */
function backLinkHtml({ site, connection }: InteractionOutcome): Html {
  return html`<p class="buttons"><a class="button" id="back" data-connection="${connection}" href="${site}/">Back to the site</a></p>`;
}
