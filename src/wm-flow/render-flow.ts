import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TraceEntry } from '../agent/state.js';
import { placesOf } from './lanes.js';
import type { Place } from './lanes.js';
import { renderLives, renderRow } from './rows.js';
import { shortText, withoutScheme } from './texts.js';
import type { FlowWords } from './words.js';

export interface Shown {
  readonly entries: readonly TraceEntry[];
  readonly hrefs: readonly string[];
  /** The link that is shown alone. */
  readonly href: string | null;
  /** Ids of the entry that is open, and of the one that had the focus last. */
  readonly open: string | null;
  readonly current: string | null;
}

/** What somebody asks for. */
export interface Asks {
  readonly choose: (event: Event) => void;
  readonly move: (event: KeyboardEvent) => void;
  readonly filter: (event: Event) => void;
  readonly saveJson: () => void;
  readonly saveSvg: () => void;
}

export function renderFlow(shown: Shown, words: FlowWords, asks: Asks): TemplateResult {
  const isEmpty = shown.entries.length === 0;
  return html`<section class="card" aria-label=${words.title} lang=${words.lang} dir=${words.dir}>
    <div class="top">
      <strong class="title">${words.title}</strong> <span class="legend">${words.legend}</span>
      ${shown.hrefs.length > 1 || shown.href !== null ? renderChoice(shown, words, asks) : nothing}
      <button class="tool" part="tool" type="button" ?disabled=${isEmpty} @click=${asks.saveJson}>
        ${words.saveJson}
      </button>
      <button class="tool" part="tool" type="button" ?disabled=${isEmpty} @click=${asks.saveSvg}>
        ${words.saveSvg}
      </button>
    </div>
    <div class="view" @keydown=${asks.move} @click=${asks.choose}>
      <div class="lanes" aria-hidden="true">${words.lanes.map((lane) => html`<span>${lane}</span>`)}</div>
      ${isEmpty ? html`<p class="empty">${words.empty}</p>` : renderRows(shown, words)}
    </div>
  </section>`;
}

function renderChoice({ hrefs, href: chosen }: Shown, words: FlowWords, { filter }: Asks): TemplateResult {
  return html`<select class="tool" part="tool" aria-label=${words.show} @change=${filter}>
    <option value="">${words.allLinks}</option>
    ${hrefs.map(
      (href) =>
        html`<option value=${href} ?selected=${href === chosen}>${shortText(withoutScheme(href), 80)}</option>`,
    )}
  </select>`;
}

function renderRows({ entries, open, current }: Shown, words: FlowWords): TemplateResult {
  const places = placesOf(entries);
  const since = entries[0]?.at ?? 0;
  const reachable = entries.find(({ id }) => id === current) ?? entries[0];
  return html`<div class="rows">
    ${renderLives(words.dir === 'rtl')}
    <ol role="list" aria-label=${words.list}>
      ${repeat(
        entries,
        ({ id }) => id,
        (entry, index) => {
          const place = places[index] as Place;
          const row = { entry, since, place, isOpen: entry.id === open, isCurrent: entry === reachable };
          return renderRow(row, words);
        },
      )}
    </ol>
  </div>`;
}
