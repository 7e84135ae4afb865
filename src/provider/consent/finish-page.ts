import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { Services } from '../services.js';
import { CONNECT_PAGE_HEADERS } from '../connect/connect-page-html.js';
import { readVisitor } from '../connect/visitor-cookie.js';
import { RelayProblem } from '../problem.js';
import { finishConsent } from './finish-consent.js';

const QuerySchema = Type.Object({
  hash: Type.Optional(Type.String({ maxLength: 128 })),
  interact_ref: Type.Optional(Type.String({ maxLength: 256 })),
  result: Type.Optional(Type.String({ maxLength: 64 })),
});
const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });

const TEXT = {
  active: 'Connected. You can close this window.',
  rejected: 'Not connected: the wallet was told no. You can close this window.',
  failed: 'Not connected: something went wrong. Close this window and connect again.',
};

/** Where the wallet sends the visitor's browser after consent: a page for people, whatever comes of it. */
export function serveFinishPage(server: FastifyInstance, services: Services): void {
  server.get<{ Params: Static<typeof ParamsSchema>; Querystring: Static<typeof QuerySchema> }>(
    '/grants/:id/finish',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const visitor = readVisitor(request, services.origin);
      const outcome = await finishConsent(services, request.params.id, request.query, visitor).catch(
        (error: unknown) => {
          request.log.warn({ err: error }, 'a consent could not be finished');
          reply.code(error instanceof RelayProblem ? error.status : 500);
          return 'failed' as const;
        },
      );
      return reply
        .headers(CONNECT_PAGE_HEADERS)
        .header('content-type', 'text/html; charset=utf-8')
        .send(
          `<!doctype html><html lang="en"><title>${TEXT[outcome]}</title><p role="status">${TEXT[outcome]}</p></html>`,
        );
    },
  );
}
