import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { RELAY_VERSION } from '../../protocol/relay-messages.js';
import { describeRoute } from './describe-route.js';

const DESCRIPTION = `The API between pages and a Web Monetization provider. Every call below /relay carries a DPoP proof (RFC 9449) with the nonce of the latest \`DPoP-Nonce\` header,
and the Origin of its page. Every error is application/problem+json (RFC 9457) with a stable \`code\`.`;

// https://spec.openapis.org/oas/v3.1.0.html
/**
 * Serves `/openapi.json`, generated from the schemas that validate requests and serialize responses. Call it
 * before routes are added.
 */
export async function serveOpenApi(server: FastifyInstance, origin: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Web Monetization relay', version: `${RELAY_VERSION}.0.0`, description: DESCRIPTION },
      servers: [{ url: origin }],
      components: {
        securitySchemes: {
          dpop: {
            type: 'apiKey',
            in: 'header',
            name: 'DPoP',
            description: 'A DPoP proof that is valid for this call only.',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: describeRoute(schema, route, origin), url }),
  });
  server.get('/openapi.json', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(server.swagger()),
  );
}
