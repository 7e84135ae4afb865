import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Html, html } from './html.js';
import { STYLE } from './style.js';

export function serveStyle(server: FastifyInstance): void {
  server.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
}

export interface LayoutOptions {
  readonly wide?: boolean;
  /** URL of the page's script, on this origin. */
  readonly script?: string;
}

export function renderSandboxLayout(
  title: string,
  content: Html,
  { wide = false, script }: LayoutOptions = {},
): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} (sandbox)</title>
        <link rel="stylesheet" href="/style.css" />
        ${script === undefined ? '' : html`<script src="${script}" defer></script>`}
      </head>
      <body>
        <p class="mark ${wide ? 'wide' : ''}"><strong>SANDBOX</strong> No real money moves here.</p>
        <main class="${wide ? 'wide' : ''}">
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
}

export interface PageSecurityOptions {
  /** Target of the form's redirect. `form-action` also applies to redirects, so it must be listed. */
  readonly formTarget?: string | null;
  /** The page has a script of this origin, which connects to this origin. */
  readonly script?: boolean;
}

/**
 * Sends a page that cannot be framed, cannot load from other origins, and has a script only if `script` is
 * set.
 */
export function sendSandboxPage(
  reply: FastifyReply,
  status: number,
  content: Html,
  { formTarget = null, script = false }: PageSecurityOptions = {},
): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    ...(script ? ["script-src 'self'", "connect-src 'self'"] : []),
    `form-action 'self'${formTarget === null ? '' : ` ${new URL(formTarget).origin}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .code(status)
    .headers({
      'content-security-policy': policy.join('; '),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(content.text);
}
