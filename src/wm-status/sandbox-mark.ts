import { css, html, type TemplateResult } from 'lit';
import type { Words } from './words.js';

/** Neither it nor anything around it is a part, so a page may style everything but this. */
export function renderSandboxMark(words: Words): TemplateResult {
  return html`<span class="sandbox"
    >${words.sandbox}<span class="unseen">: ${words.sandboxMeans}</span></span
  >`;
}

/** Fixed colours and sizes, above everything: what a page sets must not make it unreadable. */
export const sandboxMark = css`
  .sandbox {
    position: relative;
    z-index: 1;
    flex: none;
    margin-inline-start: auto;
    padding: 0.2rem 0.5rem;
    border: 1px solid #7a4b00;
    border-radius: 1rem;
    background: #ffd978;
    color: #3d2600;
    font:
      700 max(11px, 0.6875rem) / 1.2 system-ui,
      sans-serif;
    letter-spacing: 0.06em;
    text-indent: 0;
    text-transform: none;
    white-space: nowrap;
    opacity: 1;
  }
`;
