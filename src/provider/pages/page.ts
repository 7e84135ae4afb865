import type { FastifyReply } from 'fastify';
import { html, type Html } from './html.js';

export interface PageOptions {
  title: string;
  /** Path of the page's script, if it has one. */
  script?: string;
  /** Sends the browser on at once. A 303 to another origin after a form is what `form-action 'self'` forbids in Chromium. */
  goOnTo?: string;
  sandbox: boolean;
  body: Html;
}

/** A page of the provider's own: one style sheet, at most one script, nothing inline. */
export function page({ title, script, goOnTo, sandbox, body }: PageOptions): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${goOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${goOnTo}">`}
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

export function sendPage(reply: FastifyReply, options: PageOptions): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page(options).text);
}
