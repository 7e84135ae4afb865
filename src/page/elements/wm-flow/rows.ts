import { html, nothing, svg, type TemplateResult } from 'lit';
import type { TraceEntry } from '../../agent/state/state.js';
import { entryHeight, renderArrow } from './arrow.js';
import { laneOf, laneCenter, type EntryPosition } from './lanes.js';
import {
  formatJson,
  labelOf,
  descriptionOf,
  outcomeOf,
  truncateText,
  formatElapsed,
  removeScheme,
} from './entry-text.js';
import type { FlowMessages } from './messages.js';

export interface Row {
  readonly entry: TraceEntry;
  readonly position: EntryPosition;
  readonly isOpen: boolean;
  /** The row that the Tab key focuses. */
  readonly isCurrent: boolean;
  /** The time of the first entry. */
  readonly startTime: number;
}

type Fragment = TemplateResult | typeof nothing;

/** One entry: its arrow, its error and, if open, its request and response. */
export function renderRow(row: Row, messages: FlowMessages): TemplateResult {
  const { entry, isOpen, position } = row;
  const height = entryHeight(entry);
  return html`<li>
    <button
      class="row"
      type="button"
      part="row"
      data-id=${entry.id}
      tabindex=${row.isCurrent ? 0 : -1}
      aria-expanded=${isOpen}
    >
      <span class="time" aria-hidden="true">${formatElapsed(entry, row.startTime, messages.lang)}</span>
      <svg aria-hidden="true" height=${height}>${renderArrow(entry, messages, position)}</svg>
      <span class="visually-hidden">${accessibleText(row, messages)}</span>
    </button>
    ${entry.error && (position.isNewError || isOpen) ? renderError(entry.error, messages) : nothing} ${isOpen ? renderDetails(entry, messages) : nothing}
  </li>`;
}

/** Drawn behind all rows. */
export function renderLifelines(isRightToLeft: boolean): TemplateResult {
  const lines = [0, 1, 2, 3].map((lane) => `${laneCenter(lane, isRightToLeft)}%`);
  return html`<svg class="lifelines" aria-hidden="true">
    ${lines.map((x) => svg`<line class="lifeline" x1=${x} x2=${x} y1="0" y2="100%" />`)}
  </svg>`;
}

function accessibleText(row: Row, messages: FlowMessages): string {
  const { entry } = row;
  const { lanes, to } = messages;
  const route = `${lanes[laneOf(entry.from)]} ${to} ${lanes[laneOf(entry.to)]}`;
  const isEvent = laneOf(entry.from) === laneOf(entry.to);
  return [
    isEvent ? lanes[0] : route,
    labelOf(entry),
    outcomeOf(entry, messages),
    formatElapsed(entry, row.startTime, messages.lang),
  ]
    .filter(Boolean)
    .join(', ');
}

function renderError(
  { code, message, fix }: NonNullable<TraceEntry['error']>,
  messages: FlowMessages,
): TemplateResult {
  return html`<p class="note" part="error">
    <strong class="code">${truncateText(code)}</strong> ${truncateText(message, 300)}
    ${fix ? html`<strong>${messages.fix}</strong> ${truncateText(fix, 300)}` : nothing}
  </p>`;
}

function renderDetails(entry: TraceEntry, messages: FlowMessages): TemplateResult {
  const { href, request, response, at, took } = entry;
  const meaning = descriptionOf(entry, messages);
  const time = new Date(at);
  return html`<div class="details" part="details">
    ${meaning ? html`<p>${meaning}</p>` : nothing}
    <p class="link">
      ${Number.isNaN(time.getTime()) ? nothing : html`<time>${time.toLocaleTimeString(messages.lang)}</time>`}
      ${href === undefined ? nothing : html`<bdi>${truncateText(removeScheme(href), 300)}</bdi>`}
    </p>
    <dl class="bodies">
      ${renderBody(messages.request, request, messages)}
      ${took === null || laneOf(entry.from) === laneOf(entry.to) ? nothing : renderBody(messages.response, response, messages)}
    </dl>
  </div>`;
}

function renderBody(title: string, body: unknown, messages: FlowMessages): Fragment {
  return html`<div>
    <dt>${title}</dt>
    <dd>
      ${
        body === undefined
          ? html`<span class="none">${messages.noBody}</span>`
          : html`<pre tabindex="0" aria-label=${title}>${formatJson(body)}</pre>`
      }
    </dd>
  </div>`;
}
