import { type Html, html } from '../../server/html.js';
import { renderSandboxLayout } from './page.js';

export function renderMessagePage(message: string): Html {
  return renderSandboxLayout(message, html`<p>You can close this window.</p>`);
}
