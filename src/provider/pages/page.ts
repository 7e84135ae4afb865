import type { FastifyReply } from 'fastify';
import { html, type Html } from '../../server/html.js';

export interface PageOptions {
  title: string;
  /** Path of the page's script. */
  script?: string;
  /**
   * Redirects immediately with `<meta http-equiv="refresh">`. After a form, Chromium blocks a 303 to another
   * origin because of `form-action 'self'`.
   */
  redirectTo?: string;
  sandbox: boolean;
  body: Html;
}

/** An HTML page of the provider: one style sheet, at most one script, nothing inline. */
export function renderProviderPage({ title, script, redirectTo, sandbox, body }: PageOptions): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${redirectTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${redirectTo}">`}
<title>${title}</title>
<link rel="stylesheet" href="/provider.css">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
<main>
${sandbox && html`<p><strong class="sandbox">SANDBOX</strong> No real money moves here.</p>`}
${body}
</main>
</body>
</html>
`;
}

export function sendProviderPage(reply: FastifyReply, options: PageOptions): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderProviderPage(options).text);
}
