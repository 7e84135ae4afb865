import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { RELAY_VERSION } from '../../protocol/relay-messages.js';
import { describeRoute } from './describe-route.js';

const DESCRIPTION = `What pages say to a Web Monetization provider. Every call below /relay carries a DPoP proof (RFC 9449) with the nonce of the newest answer's \`DPoP-Nonce\`,
and the Origin of its page. Every failure is application/problem+json (RFC 9457) with a stable \`code\`.`;

// https://spec.openapis.org/oas/v3.1.0.html
/** `/openapi.json`, out of the schemas that check requests and write answers. To be called before the routes are there. */
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
            description: 'One proof, for this call alone.',
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
