import type { FastifyReply } from 'fastify';
import { html, type Html } from './html.js';

export interface PageOptions {
  title: string;
  /** Path of the style sheet. */
  style: string;
  /** Path of the page's script. */
  script?: string;
  /**
   * Redirects immediately with `<meta http-equiv="refresh">`. After a form, Chromium blocks a 303 to another
   * origin because of `form-action 'self'`.
   */
  redirectTo?: string;
  body: Html;
}

/** An HTML page: one style sheet, at most one script, nothing inline. */
export function renderPage({ title, style, script, redirectTo, body }: PageOptions): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${redirectTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${redirectTo}">`}
<title>${title}</title>
<link rel="stylesheet" href="${style}">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
${body}
</body>
</html>
`;
}

export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page.text);
}
