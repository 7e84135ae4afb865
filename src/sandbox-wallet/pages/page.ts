import type { FastifyInstance, FastifyReply } from 'fastify';
import { Html, html } from './html.js';

const STYLE = `:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 1rem; }
.sandbox { display: inline-block; padding: 0.1rem 0.6rem; background: #fc0; color: #000; font-weight: 700; }
dt { font-weight: 600; margin-top: 0.6rem; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid #8888; }
button { font: inherit; padding: 0.5rem 1.5rem; margin: 1rem 1rem 0 0; }
:focus-visible { outline: 3px solid #06f; outline-offset: 2px; }
`;

export function serveStyle(server: FastifyInstance): void {
  server.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
}

export function page(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} (sandbox)</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <p><strong class="sandbox">SANDBOX</strong> No real money moves here.</p>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
}

/** No script, no frame, no other origin. A browser also checks redirects of a form, so its target must be named. */
export function sendPage(
  reply: FastifyReply,
  status: number,
  content: Html,
  formTarget: string | null = null,
): FastifyReply {
  const target = formTarget === null ? '' : ` ${new URL(formTarget).origin}`;
  return reply
    .code(status)
    .headers({
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(content.text);
}
