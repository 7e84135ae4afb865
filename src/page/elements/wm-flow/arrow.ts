import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { TraceEntry } from '../../agent/state/state.js';
import { isEvent, laneOf, laneCenter, stepOf, type EntryPosition } from './lanes.js';
import { labelOf, descriptionOf, outcomeOf } from './entry-text.js';
import type { FlowMessages } from './messages.js';

const CALL_HEIGHT_PX = 58;
const EVENT_HEIGHT_PX = 44;
const MIDDLE_Y = 29;
const REQUEST_Y = MIDDLE_Y - 4;
const RESPONSE_Y = MIDDLE_Y + 4;

/** In pixels; widths are in percent. */
export function entryHeight(entry: TraceEntry): number {
  return isEvent(entry) ? EVENT_HEIGHT_PX : CALL_HEIGHT_PX;
}

/** Draws one entry between the lanes, in the page and in the exported file. */
export function renderArrow(
  entry: TraceEntry,
  messages: FlowMessages,
  { isNested, isFirstOfKind }: EntryPosition,
): SVGTemplateResult {
  const isRightToLeft = messages.dir === 'rtl';
  const x = (lane: number): string => `${laneCenter(lane, isRightToLeft)}%`;
  const start = x(Math.min(laneOf(entry.from), laneOf(entry.to)));
  return svg`
    ${isNested ? renderAt(x(1), 0, svg`<rect class="bar" x="-4" width="8" height=${CALL_HEIGHT_PX} />`) : nothing}
    <g class=${entryClass(entry)}>
      ${isEvent(entry) ? renderDot(entry, start) : renderLines(entry, x, isRightToLeft)}
      ${renderText('name', labelOf(entry), start, isEvent(entry) ? 18 : 16, isRightToLeft)}
      ${renderText('outcome', outcomeOf(entry, messages), start, isEvent(entry) ? 35 : 50, isRightToLeft, isFirstOfKind ? descriptionOf(entry, messages) : undefined)}
    </g>
  `;
}

/** The CSS class for the outcome. */
function entryClass({ error, took, name }: TraceEntry): string {
  if (error) return 'bad';
  if (took === null) return 'open';
  return name === 'monetization' ? 'paid' : 'good';
}

function renderDot(entry: TraceEntry, x: string): SVGTemplateResult {
  return renderAt(x, MIDDLE_Y - 8, svg`<circle class="dot" r="6" />${renderStep(entry)}`);
}

function renderLines(
  entry: TraceEntry,
  x: (lane: number) => string,
  isRightToLeft: boolean,
): SVGTemplateResult {
  const [from, to] = [laneOf(entry.from), laneOf(entry.to)];
  const direction = to > from !== isRightToLeft ? 1 : -1;
  // Leaves room for the step number.
  const tip = stepOf(entry) === undefined ? 0 : 10;
  return svg`
    <line class="request" x1=${x(from)} x2=${x(to)} y1=${REQUEST_Y} y2=${REQUEST_Y} />
    ${renderAt(x(to), REQUEST_Y, svg`<path class="head" d="M${-8 * direction} -4L0 0L${-8 * direction} 4z" />`)}
    ${
      entry.took === null
        ? nothing
        : svg`<line class="response" x1=${x(from)} x2=${x(to)} y1=${RESPONSE_Y} y2=${RESPONSE_Y} />
            ${renderAt(x(from), RESPONSE_Y, svg`<path class="tip" d="M${(tip + 7) * direction} -4L${tip * direction} 0L${(tip + 7) * direction} 4" />`)}`
    }
    ${entry.error ? renderAt(x(to), MIDDLE_Y, svg`<circle class="stop" r="8" /><path class="cross" d="M-3 -3l6 6m0 -6l-6 6" />`) : nothing}
    ${renderAt(x(from), MIDDLE_Y, renderStep(entry))}
  `;
}

function renderStep(entry: TraceEntry): SVGTemplateResult | typeof nothing {
  const step = stepOf(entry);
  if (step === undefined) return nothing;
  return svg`<circle class="step" r="9" /><text class="number" text-anchor="middle" y="4">${step}</text>`;
}

// Names are always English, so their direction is always left to right.
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

/** A nested `<svg>` has its position in percent and its content in pixels. */
function renderAt(x: string, y: number, content: SVGTemplateResult | typeof nothing): SVGTemplateResult {
  return svg`<svg x=${x} y=${y} overflow="visible">${content}</svg>`;
}
