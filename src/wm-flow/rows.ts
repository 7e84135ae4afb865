import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import type { TraceEntry } from '../agent/state.js';
import { heightOf, renderArrow } from './arrow.js';
import { laneOf, middleOf } from './lanes.js';
import type { Place } from './lanes.js';
import { jsonOf, labelOf, meaningOf, outcomeOf, shortText, sinceOf, withoutScheme } from './texts.js';
import type { FlowWords } from './words.js';

export interface Row {
  readonly entry: TraceEntry;
  readonly place: Place;
  readonly isOpen: boolean;
  /** The one that the Tab key comes to. */
  readonly isCurrent: boolean;
  /** The first entry's time. */
  readonly since: number;
}

type Fragment = TemplateResult | typeof nothing;

/** One entry: its arrow, what went wrong, and when it is open what was sent and answered. */
export function renderRow(row: Row, words: FlowWords): TemplateResult {
  const { entry, isOpen, place } = row;
  const height = heightOf(entry);
  return html`<li>
    <button
      class="row"
      type="button"
      part="row"
      data-id=${entry.id}
      tabindex=${row.isCurrent ? 0 : -1}
      aria-expanded=${isOpen}
    >
      <span class="time" aria-hidden="true">${sinceOf(entry, row.since, words.lang)}</span>
      <svg aria-hidden="true" height=${height}>${renderArrow(entry, words, place)}</svg>
      <span class="unseen">${spokenText(row, words)}</span>
    </button>
    ${entry.error && (place.isNews || isOpen) ? renderError(entry.error, words) : nothing} ${isOpen ? renderDetails(entry, words) : nothing}
  </li>`;
}

/** The life lines, behind all rows. */
export function renderLives(isRightToLeft: boolean): TemplateResult {
  const lines = [0, 1, 2, 3].map((lane) => `${middleOf(lane, isRightToLeft)}%`);
  return html`<svg class="lives" aria-hidden="true">
    ${lines.map((x) => svg`<line class="life" x1=${x} x2=${x} y1="0" y2="100%" />`)}
  </svg>`;
}

function spokenText(row: Row, words: FlowWords): string {
  const { entry } = row;
  const { lanes, to } = words;
  const way = `${lanes[laneOf(entry.from)]} ${to} ${lanes[laneOf(entry.to)]}`;
  const isEvent = laneOf(entry.from) === laneOf(entry.to);
  return [
    isEvent ? lanes[0] : way,
    labelOf(entry),
    outcomeOf(entry, words),
    sinceOf(entry, row.since, words.lang),
  ]
    .filter(Boolean)
    .join(', ');
}

function renderError(
  { code, message, fix }: NonNullable<TraceEntry['error']>,
  words: FlowWords,
): TemplateResult {
  return html`<p class="note" part="error">
    <strong class="code">${shortText(code)}</strong> ${shortText(message, 300)}
    ${fix ? html`<strong>${words.fix}</strong> ${shortText(fix, 300)}` : nothing}
  </p>`;
}

function renderDetails(entry: TraceEntry, words: FlowWords): TemplateResult {
  const { href, request, response, at, took } = entry;
  const meaning = meaningOf(entry, words);
  const time = new Date(at);
  return html`<div class="details" part="details">
    ${meaning ? html`<p>${meaning}</p>` : nothing}
    <p class="link">
      ${Number.isNaN(time.getTime()) ? nothing : html`<time>${time.toLocaleTimeString(words.lang)}</time>`}
      ${href === undefined ? nothing : html`<bdi>${shortText(withoutScheme(href), 300)}</bdi>`}
    </p>
    <dl class="bodies">
      ${renderBody(words.sent, request, words)}
      ${took === null || laneOf(entry.from) === laneOf(entry.to) ? nothing : renderBody(words.answered, response, words)}
    </dl>
  </div>`;
}

function renderBody(title: string, body: unknown, words: FlowWords): Fragment {
  return html`<div>
    <dt>${title}</dt>
    <dd>
      ${
        body === undefined
          ? html`<span class="none">${words.nothing}</span>`
          : html`<pre tabindex="0" aria-label=${title}>${jsonOf(body)}</pre>`
      }
    </dd>
  </div>`;
}
