import { css, html, type CSSResult, type TemplateResult } from 'lit';
import type { CardMessages } from '../core/messages.js';

/** The label and its ancestors are no CSS parts, so the page cannot style them. */
export function renderSandboxLabel(messages: CardMessages): TemplateResult {
  return html`<span class="sandbox"
    >${messages.sandbox}<span class="visually-hidden">: ${messages.sandboxDescription}</span></span
  >`;
}

/** Fixed colours and sizes, on top of everything, so that a page cannot make the label unreadable. */
export const sandboxLabelStyle: CSSResult = css`
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
