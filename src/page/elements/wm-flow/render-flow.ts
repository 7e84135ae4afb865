import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TraceEntry } from '../../agent/state/state.js';
import { positionsOf, type EntryPosition } from './lanes.js';
import { renderLifelines, renderRow } from './rows.js';
import { truncateText, removeScheme } from './entry-text.js';
import type { FlowMessages } from './messages.js';

export interface FlowView {
  readonly entries: readonly TraceEntry[];
  readonly hrefs: readonly string[];
  /** Only the entries of this link are shown; null: all. */
  readonly selectedHref: string | null;
  /** The ids of the open entry and of the last focused entry. */
  readonly openId: string | null;
  readonly currentId: string | null;
}

export interface FlowActions {
  readonly toggleEntry: (event: Event) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly filterByLink: (event: Event) => void;
  readonly saveJson: () => void;
  readonly saveSvg: () => void;
}

export function renderFlow(view: FlowView, messages: FlowMessages, actions: FlowActions): TemplateResult {
  const isEmpty = view.entries.length === 0;
  return html`<section class="card" aria-label=${messages.title} lang=${messages.lang} dir=${messages.dir}>
    <div class="top">
      <strong class="title">${messages.title}</strong> <span class="legend">${messages.legend}</span>
      ${view.hrefs.length > 1 || view.selectedHref !== null ? renderLinkFilter(view, messages, actions) : nothing}
      <button class="tool" part="tool" type="button" ?disabled=${isEmpty} @click=${actions.saveJson}>
        ${messages.saveJson}
      </button>
      <button class="tool" part="tool" type="button" ?disabled=${isEmpty} @click=${actions.saveSvg}>
        ${messages.saveSvg}
      </button>
    </div>
    <div class="view" @keydown=${actions.onKeydown} @click=${actions.toggleEntry}>
      <div class="lanes" aria-hidden="true">${messages.lanes.map((lane) => html`<span>${lane}</span>`)}</div>
      ${isEmpty ? html`<p class="empty">${messages.empty}</p>` : renderRows(view, messages)}
    </div>
  </section>`;
}

function renderLinkFilter(
  { hrefs, selectedHref: selected }: FlowView,
  messages: FlowMessages,
  { filterByLink }: FlowActions,
): TemplateResult {
  return html`<select class="tool" part="tool" aria-label=${messages.filterLabel} @change=${filterByLink}>
    <option value="">${messages.allLinks}</option>
    ${hrefs.map(
      (href) =>
        html`<option value=${href} ?selected=${href === selected}>${truncateText(removeScheme(href), 80)}</option>`,
    )}
  </select>`;
}

function renderRows({ entries, openId, currentId }: FlowView, messages: FlowMessages): TemplateResult {
  const positions = positionsOf(entries);
  const startTime = entries[0]?.at ?? 0;
  const focusable = entries.find(({ id }) => id === currentId) ?? entries[0];
  return html`<div class="rows">
    ${renderLifelines(messages.dir === 'rtl')}
    <ol role="list" aria-label=${messages.listLabel}>
      ${repeat(
        entries,
        ({ id }) => id,
        (entry, index) => {
          const position = positions[index] as EntryPosition;
          const row = {
            entry,
            startTime,
            position,
            isOpen: entry.id === openId,
            isCurrent: entry === focusable,
          };
          return renderRow(row, messages);
        },
      )}
    </ol>
  </div>`;
}
