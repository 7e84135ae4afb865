import { html, nothing, type TemplateResult } from 'lit';
import type { AgentSession } from '../../../agent/state/state.js';
import type { PanelView } from '../core/view.js';

/** All monetization links with receiver, paid amounts and state. Rendered only while the list is open. */
export function renderLinks(
  sessions: readonly AgentSession[],
  view: PanelView,
  open: boolean,
  toggle: (open: boolean) => void,
): TemplateResult {
  // Paid amounts are known by href only, so links with the same href share a row.
  const links = [...new Map(sessions.map((session) => [session.href, session])).values()];
  return html`<details
    class="links"
    part="links"
    ?open=${open}
    @toggle=${({ currentTarget }: Event) => toggle((currentTarget as HTMLDetailsElement).open)}
  >
    <summary>${view.messages.links} <span class="label">${links.length}</span></summary>
    ${
      open
        ? html`<ul class="rows" tabindex="0" aria-label=${view.messages.links}>
            ${links.map((link) => renderLink(link, view))}
          </ul>`
        : nothing
    }
  </details>`;
}

function renderLink(session: AgentSession, view: PanelView): TemplateResult {
  const { status, error, href } = session;
  const amounts = view.amountsOf(href).map(view.formatAmount);
  const state = view.formatDelay(session) || view.messages.linkStates[status];
  return html`<li class="link" part="link">
    <span><bdi>${view.formatReceiver(session)}</bdi></span>
    <span class="figure">${amounts.join(' · ')}</span>
    <span class="label ${status}">${error ? view.formatError(error) : state}</span>
  </li>`;
}
