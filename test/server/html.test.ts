import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../src/server/html.js';

test('interpolated values are escaped, in elements and in quoted attributes', () => {
  const name = `<script>alert("1")</script>' & more`;
  const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; &amp; more';
  assert.equal(html`<p title="${name}">${name}</p>`.text, `<p title="${escaped}">${escaped}</p>`);
});

test('HTML pieces, lists, amounts and undefined can be interpolated', () => {
  const items = [1n, 2].map((value) => html`<li>${value}</li>`);
  assert.equal(html`<ul>${items}</ul>${null}${false}${html`<hr>`}`.text, '<ul><li>1</li><li>2</li></ul><hr>');
});
