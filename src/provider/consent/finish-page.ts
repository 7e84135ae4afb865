import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { Services } from '../services.js';
import { readVisitor } from '../connect/visitor-cookie.js';
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
};

/** Where the wallet sends the visitor's browser after consent. */
export function serveFinishPage(server: FastifyInstance, services: Services): void {
  server.get<{ Params: Static<typeof ParamsSchema>; Querystring: Static<typeof QuerySchema> }>(
    '/grants/:id/finish',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const outcome = await finishConsent(
        services,
        request.params.id,
        request.query,
        readVisitor(request, services.origin),
      );
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-store')
        .send(
          `<!doctype html><html lang="en"><title>${TEXT[outcome]}</title><p role="status">${TEXT[outcome]}</p></html>`,
        );
    },
  );
}
