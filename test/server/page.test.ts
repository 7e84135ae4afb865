import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../src/server/html.js';
import { pageHeaders } from '../../src/server/page-headers.js';
import { renderPage } from '../../src/server/page.js';

const PAGE = { title: '<Title>', style: '/style.css', body: html`<main>Text</main>` };

test('a page has its title escaped, one style sheet, and a script only if it is named', () => {
  const { text } = renderPage(PAGE);
  assert.match(text, /<title>&lt;Title&gt;<\/title>/);
  assert.match(text, /<link rel="stylesheet" href="\/style.css">/);
  assert.match(text, /<main>Text<\/main>/);
  assert.doesNotMatch(text, /<script|refresh|false/);
  assert.match(renderPage({ ...PAGE, script: '/a.js' }).text, /<script src="\/a.js" defer><\/script>/);
});

test('a page without a script may not run one; a form may redirect to its target only', () => {
  const withScript = pageHeaders({ script: true })['content-security-policy'] ?? '';
  assert.match(withScript, /script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'/);
  assert.match(withScript, /form-action 'self';/);
  const without = pageHeaders({ script: false, formTarget: 'https://client.example/finish' });
  assert.equal(
    without['content-security-policy'],
    "default-src 'none'; style-src 'self'; form-action 'self' https://client.example; base-uri 'none'; frame-ancestors 'none'",
  );
});
