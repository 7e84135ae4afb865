import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState, CurrencyTotal } from '../agent/state.js';
import { format } from '../money/format.js';
import { renderSandboxMark } from './sandbox-mark.js';
import { detailOf, sentencesOf, stateNameOf, withoutScheme, type Words } from './words.js';

type Fragment = TemplateResult | typeof nothing;

const NOTHING_TO_PAUSE = new Set(['no-agent', 'no-provider', 'other-agent']);

/** What the visitor asks for. */
export interface Asks {
  toggle: () => void;
  connect: () => void;
}

/** What `<wm-status>` shows of a state. */
export function renderCard(state: AgentState | undefined, words: Words, asks: Asks): TemplateResult {
  const name = stateNameOf(state);
  return html`
    <div class="card" role="group" aria-label=${words.name} lang=${words.lang} dir=${words.dir}>
      <div class="head">
        <div class="title">
          <span class="indicator ${name}" part="indicator"></span>
          <strong class="state" part="state">${words.states[name].title}</strong>
        </div>
        ${state?.sandbox ? renderSandboxMark(words) : nothing}
      </div>
      <div class="body">
        <p class="detail" part="detail">${detailOf(state, words)}</p>
        ${state ? renderProblems(state) : nothing}
      </div>
      ${
        state && name !== 'no-provider'
          ? html`<div class="foot">
              <span class="label">${words.sent}</span>
              ${renderTotals(state.totals, words)}
              ${NOTHING_TO_PAUSE.has(name) ? nothing : renderButton(state, words, asks)}
            </div>`
          : nothing
      }
    </div>
  `;
}

function renderProblems({ error, sessions }: AgentState): Fragment {
  const said = new Set<string | undefined>([error?.code]);
  const broken = sessions.flatMap(({ href, error }) => {
    if (!error) return [];
    // What is wrong with the provider is wrong for all links, and is said once.
    if (!error.code.startsWith('provider-')) return [{ href, error }];
    if (said.has(error.code)) return [];
    said.add(error.code);
    return [{ href: '', error }];
  });
  if (!error && broken.length === 0) return nothing;
  return html`
    ${error ? html`<p class="problem" part="problem">${error.fix}</p>` : nothing}
    ${broken.map(
      ({ href, error }) =>
        html`<p class="problem" part="problem">${href ? html`<b>${withoutScheme(href)}</b> ` : nothing}${sentencesOf(error)}</p>`,
    )}
  `;
}

function renderTotals(totals: readonly CurrencyTotal[], words: Words): TemplateResult {
  if (totals.length === 0) return html`<span class="totals none" part="totals">${words.nothingSent}</span>`;
  return html`<ul class="totals" part="totals">
    ${totals.map((total) => html`<li>${format(total, words.lang)}</li>`)}
  </ul>`;
}

// Both labels lie in one grid cell, so the button is as wide as the longer one and nothing moves.
function renderButton(
  { status, pausedBy }: AgentState,
  words: Words,
  { toggle, connect }: Asks,
): TemplateResult {
  if (status === 'not-connected') {
    return html`<button type="button" part="button" @click=${connect}>
      ${words.connect}<span class="unseen">: ${words.name}</span>
    </button>`;
  }
  const paused = pausedBy === 'visitor';
  return html`<button type="button" part="button" @click=${toggle}>
    <span class=${paused ? 'other' : ''}>${words.pause}</span>
    <span class=${paused ? '' : 'other'}>${words.resume}</span>
    <span class="unseen">: ${words.name}</span>
  </button>`;
}
