import { html, type TemplateResult } from 'lit';
import type { PanelView } from '../core/view.js';

const HEIGHT = 24;

/** One bar for each ten seconds of the last five minutes. Without payments only a dotted line. */
export function renderSparkline({ messages }: PanelView, heights: readonly number[]): TemplateResult {
  const bars = heights.map((height, index) => {
    const top = Math.round(HEIGHT * height);
    return top ? `M${4 * index} ${HEIGHT}v-${top}h3v${top}z` : '';
  });
  return html`<div class="recent">
    <div class="label" aria-hidden="true">${messages.lastMinutes}</div>
    <svg
      class="sparkline"
      part="sparkline"
      role="img"
      aria-label=${messages.lastMinutes}
      viewBox="0 0 119 24"
      preserveAspectRatio="none"
    >
      <path class="ground" d="M0 23h119" />
      <path d=${bars.join('')} />
    </svg>
  </div>`;
}
