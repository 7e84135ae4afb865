import { nothing, render, svg } from 'lit';
import type { TraceEntry } from '../../agent/state/state.js';
import { withHtmlTemplates } from '../html-templates.js';
import { entryHeight, renderArrow } from './arrow.js';
import { drawingStyle } from './styles/drawing-style.js';
import { laneCenter, positionsOf, type EntryPosition } from './lanes.js';
import { truncateText, formatElapsed } from './entry-text.js';
import type { FlowMessages } from './messages.js';

const WIDTH_PX = 960;
const HEADER_HEIGHT_PX = 56;
const NOTE_HEIGHT_PX = 26;
const EXPORT_STYLES = `
  svg { --_background: #fff; --_ink: #1b1f24; --_muted: #57606a; --_border: #d0d7de; --_bar: #e7ecf2;
    --_good: #0a7048; --_wait: #96500a; --_bad: #c21f2e; }
  .paper { fill: #fff; }
  .actor { fill: #f6f8fa; stroke: #d0d7de; }
  .title { font: 600 13px system-ui, sans-serif; stroke: none; }
  .note { fill: #c21f2e; font: 12px system-ui, sans-serif; }
`;

/** The whole diagram as a standalone SVG file, without scripts and external fonts. */
export function exportSvg(entries: readonly TraceEntry[], messages: FlowMessages): string {
  const positions = positionsOf(entries);
  const isRightToLeft = messages.dir === 'rtl';
  let y = HEADER_HEIGHT_PX;
  const rows = entries.map((entry, index) => {
    const position = positions[index] as EntryPosition;
    const top = y;
    const error = position.isNewError ? entry.error : undefined;
    y += entryHeight(entry) + (error ? NOTE_HEIGHT_PX : 0);
    return svg`<svg y=${top} width=${WIDTH_PX} height=${entryHeight(entry)}>
      ${renderArrow(entry, messages, position)}
      <text class="outcome" x="12" y="29">${formatElapsed(entry, entries[0]?.at ?? 0, messages.lang)}</text>
    </svg>${error ? renderNote(error, messages, top + entryHeight(entry)) : nothing}`;
  });
  const height = y + 16;
  const lanes = messages.lanes.map((title, lane) => {
    const x = (laneCenter(lane, isRightToLeft) * WIDTH_PX) / 100;
    return svg`<line class="lifeline" x1=${x} x2=${x} y1="44" y2=${height} />
      <rect class="actor" x=${x - 90} y="12" width="180" height="32" rx="6" />
      <text class="title" x=${x} y="33" text-anchor="middle">${title}</text>`;
  });

  const container = document.createElement('div');
  const drawing = svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${height}" width=${WIDTH_PX} height=${height}>
      <rect class="paper" width=${WIDTH_PX} height=${height} />${lanes}${rows}
    </svg>`;
  withHtmlTemplates(document, () => void render(drawing, container));
  return serialize(container.querySelector('svg') as SVGElement);
}

function renderNote(
  { code, message, fix }: NonNullable<TraceEntry['error']>,
  messages: FlowMessages,
  y: number,
) {
  const text = `${code}: ${message} ${fix ? `${messages.fix} ${fix}` : ''}`;
  return svg`<text class="note" x=${WIDTH_PX / 8 + 14} y=${y + 14}>${truncateText(text, 120)}</text>`;
}

// Inserts the style as text. A <style> element in the page could violate its Content Security Policy.
function serialize(drawing: SVGElement): string {
  const walker = document.createTreeWalker(drawing, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  const style = `<style>${EXPORT_STYLES}${drawingStyle.cssText}</style>`;
  return new XMLSerializer().serializeToString(drawing).replace('>', () => `>${style}`);
}
