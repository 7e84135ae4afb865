import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { readVisitor } from '../connect/visitor-cookie.js';
import { html, type Html } from '../pages/html.js';
import { sendPageHeaders } from '../pages/page-headers.js';
import { sendPage } from '../pages/page.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { finishConsent, type FinishedConsent } from './finish-consent.js';

const QuerySchema = Type.Object({
  hash: Type.Optional(Type.String({ maxLength: 128 })),
  interact_ref: Type.Optional(Type.String({ maxLength: 256 })),
  result: Type.Optional(Type.String({ maxLength: 64 })),
});
const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** Where the wallet sends the visitor's browser after consent: a page for people, whatever comes of it. */
export async function serveFinishPage(server: FastifyInstance, services: Services): Promise<void> {
  const { origin, sandbox } = services;
  sendPageHeaders(server);
  server.addHook('onRequest', async (request) => services.rates.call(request));
  server.get<{ Params: Static<typeof ParamsSchema>; Querystring: Static<typeof QuerySchema> }>(
    '/grants/:id/finish',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const visitor = readVisitor(request, origin);
      const finished = await finishConsent(services, request.params.id, request.query, visitor).catch(
        (error: unknown) => {
          const status = error instanceof RelayProblem ? error.status : 500;
          // Anybody can open the page with a wrong address.
          request.log[status < 500 ? 'debug' : 'warn']({ err: error }, 'a consent could not be finished');
          reply.code(status);
          return null;
        },
      );
      const [title, text] = inWords(finished);
      const body = html`<h1>${title}</h1>
<p role="status">${text}</p>
${finished && waysOut(finished)}
<p class="alone"><a href="/account">Your account page</a></p>`;
      return sendPage(reply, { title, script: '/finish.js', sandbox, body });
    },
  );
}

function inWords(finished: FinishedConsent | null): [title: string, text: Html] {
  if (!finished) {
    return [
      'Not connected',
      html`Not connected: something went wrong. Close this window and connect again from the site.`,
    ];
  }
  const site = html`<strong>${finished.site}</strong>`;
  if (finished.outcome === 'rejected') {
    return [
      'Not connected',
      html`Not connected: your wallet was told no. ${site} may not ask you again for a day.`,
    ];
  }
  return [
    'Connected',
    html`Connected. ${site} may now be paid from <strong>${finished.walletAddress}</strong> while you look at its pages.`,
  ];
}

/** The script closes the window, or goes back to where it came from if it cannot; without it, the link goes to the site. */
function waysOut({ site, connection }: FinishedConsent): Html {
  return html`<p class="buttons"><a class="button" id="back" data-connection="${connection}" href="${site}/">Back to the site</a></p>`;
}
