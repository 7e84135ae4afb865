import { nothing, svg } from 'lit';
import type { SVGTemplateResult } from 'lit';
import type { TraceEntry } from '../agent/state.js';
import { isEvent, laneOf, middleOf, stepOf } from './lanes.js';
import type { Place } from './lanes.js';
import { labelOf, meaningOf, outcomeOf } from './texts.js';
import type { FlowWords } from './words.js';

const CALL_HEIGHT = 58;
const EVENT_HEIGHT = 44;
const MIDDLE = 29;
const THERE = MIDDLE - 4;
const BACK = MIDDLE + 4;

/** In pixels; widths are in percent. */
export function heightOf(entry: TraceEntry): number {
  return isEvent(entry) ? EVENT_HEIGHT : CALL_HEIGHT;
}

/** One entry as it is drawn between the lanes, in the page and in the exported file. */
export function renderArrow(
  entry: TraceEntry,
  words: FlowWords,
  { isWithin, isFirst }: Place,
): SVGTemplateResult {
  const isRightToLeft = words.dir === 'rtl';
  const x = (lane: number): string => `${middleOf(lane, isRightToLeft)}%`;
  const start = x(Math.min(laneOf(entry.from), laneOf(entry.to)));
  return svg`
    ${isWithin ? at(x(1), 0, svg`<rect class="bar" x="-4" width="8" height=${CALL_HEIGHT} />`) : nothing}
    <g class=${kindOf(entry)}>
      ${isEvent(entry) ? renderDot(entry, start) : renderLines(entry, x, isRightToLeft)}
      ${renderText('name', labelOf(entry), start, isEvent(entry) ? 18 : 16, isRightToLeft)}
      ${renderText('outcome', outcomeOf(entry, words), start, isEvent(entry) ? 35 : 50, isRightToLeft, isFirst ? meaningOf(entry, words) : undefined)}
    </g>
  `;
}

/** How it went, as a class. */
export function kindOf({ error, took, name }: TraceEntry): string {
  if (error) return 'bad';
  if (took === null) return 'open';
  return name === 'monetization' ? 'paid' : 'good';
}

function renderDot(entry: TraceEntry, x: string): SVGTemplateResult {
  return at(x, MIDDLE - 8, svg`<circle class="dot" r="6" />${renderStep(entry)}`);
}

function renderLines(
  entry: TraceEntry,
  x: (lane: number) => string,
  isRightToLeft: boolean,
): SVGTemplateResult {
  const [from, to] = [laneOf(entry.from), laneOf(entry.to)];
  const outwards = to > from !== isRightToLeft ? 1 : -1;
  // Beside the mark of the step.
  const tip = stepOf(entry) === undefined ? 0 : 10;
  return svg`
    <line class="there" x1=${x(from)} x2=${x(to)} y1=${THERE} y2=${THERE} />
    ${at(x(to), THERE, svg`<path class="head" d="M${-8 * outwards} -4L0 0L${-8 * outwards} 4z" />`)}
    ${
      entry.took === null
        ? nothing
        : svg`<line class="back" x1=${x(from)} x2=${x(to)} y1=${BACK} y2=${BACK} />
            ${at(x(from), BACK, svg`<path class="tip" d="M${(tip + 7) * outwards} -4L${tip * outwards} 0L${(tip + 7) * outwards} 4" />`)}`
    }
    ${entry.error ? at(x(to), MIDDLE, svg`<circle class="stop" r="8" /><path class="cross" d="M-3 -3l6 6m0 -6l-6 6" />`) : nothing}
    ${at(x(from), MIDDLE, renderStep(entry))}
  `;
}

function renderStep(entry: TraceEntry): SVGTemplateResult | typeof nothing {
  const step = stepOf(entry);
  if (step === undefined) return nothing;
  return svg`<circle class="step" r="9" /><text class="number" text-anchor="middle" y="4">${step}</text>`;
}

// Names are English whatever the page speaks, so their direction does not follow it.
function renderText(
  kind: string,
  text: string,
  x: string,
  y: number,
  isRightToLeft: boolean,
  meaning?: string,
): SVGTemplateResult {
  const indent = isRightToLeft ? -14 : 14;
  return svg`<text class=${kind} x=${x} y=${y} dx=${indent} direction="ltr"
    text-anchor=${isRightToLeft ? 'end' : 'start'}>${text}${
      meaning === undefined
        ? nothing
        : svg`<tspan class="meaning" dx=${text ? 12 : indent}>${meaning}</tspan>`
    }</text>`;
}

/** A nested `<svg>` takes a place in percent, and what is in it goes on in pixels. */
function at(x: string, y: number, content: SVGTemplateResult | typeof nothing): SVGTemplateResult {
  return svg`<svg x=${x} y=${y} overflow="visible">${content}</svg>`;
}
