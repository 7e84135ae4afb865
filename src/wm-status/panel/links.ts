import { html, nothing, type TemplateResult } from 'lit';
import type { AgentSession } from '../../agent/state.js';
import type { View } from '../view.js';

/** Each monetization link: whom it pays, what it was paid, and else why not. Rendered while somebody looks. */
export function renderLinks(
  sessions: readonly AgentSession[],
  view: View,
  open: boolean,
  toggle: (open: boolean) => void,
): TemplateResult {
  // What is paid is told by link address: links that have it in common share a row.
  const links = [...new Map(sessions.map((session) => [session.href, session])).values()];
  return html`<details
    class="links"
    part="links"
    ?open=${open}
    @toggle=${({ currentTarget }: Event) => toggle((currentTarget as HTMLDetailsElement).open)}
  >
    <summary>${view.words.links} <span class="label">${links.length}</span></summary>
    ${
      open
        ? html`<ul class="rows" tabindex="0" aria-label=${view.words.links}>
            ${links.map((link) => renderLink(link, view))}
          </ul>`
        : nothing
    }
  </details>`;
}

function renderLink(session: AgentSession, view: View): TemplateResult {
  const { status, error, href } = session;
  const amounts = view.amountsOf(href).map(view.write);
  const state = view.waitOf(session) || view.words.linkStates[status];
  return html`<li class="link" part="link">
    <span><bdi>${view.receiverOf(session)}</bdi></span>
    <span class="figure">${amounts.join(' · ')}</span>
    <span class="label ${status}">${error ? view.sentencesOf(error) : state}</span>
  </li>`;
}
