import { nothing, render, svg } from 'lit';
import type { TraceEntry } from '../agent/state.js';
import { withHtmlTemplates } from '../elements/html-templates.js';
import { heightOf, renderArrow } from './arrow.js';
import { drawingStyle } from './drawing-style.js';
import { middleOf, placesOf } from './lanes.js';
import type { Place } from './lanes.js';
import { shortText, sinceOf } from './texts.js';
import type { FlowWords } from './words.js';

const WIDTH = 960;
const HEAD = 56;
const NOTE = 26;
const COLOURS = `
  svg { --_background: #fff; --_ink: #1b1f24; --_muted: #57606a; --_border: #d0d7de; --_bar: #e7ecf2;
    --_good: #0a7048; --_wait: #96500a; --_bad: #c21f2e; }
  .paper { fill: #fff; }
  .actor { fill: #f6f8fa; stroke: #d0d7de; }
  .title { font: 600 13px system-ui, sans-serif; stroke: none; }
  .note { fill: #c21f2e; font: 12px system-ui, sans-serif; }
`;

/** The whole diagram as one file that needs nothing else: no script, no font, no page around it. */
export function exportSvg(entries: readonly TraceEntry[], words: FlowWords): string {
  const places = placesOf(entries);
  const isRightToLeft = words.dir === 'rtl';
  let y = HEAD;
  const rows = entries.map((entry, index) => {
    const place = places[index] as Place;
    const top = y;
    const error = place.isNews ? entry.error : undefined;
    y += heightOf(entry) + (error ? NOTE : 0);
    return svg`<svg y=${top} width=${WIDTH} height=${heightOf(entry)}>
      ${renderArrow(entry, words, place)}
      <text class="outcome" x="12" y="29">${sinceOf(entry, entries[0]?.at ?? 0, words.lang)}</text>
    </svg>${error ? renderNote(error, words, top + heightOf(entry)) : nothing}`;
  });
  const height = y + 16;
  const lanes = words.lanes.map((title, lane) => {
    const x = (middleOf(lane, isRightToLeft) * WIDTH) / 100;
    return svg`<line class="life" x1=${x} x2=${x} y1="44" y2=${height} />
      <rect class="actor" x=${x - 90} y="12" width="180" height="32" rx="6" />
      <text class="title" x=${x} y="33" text-anchor="middle">${title}</text>`;
  });

  const paper = document.createElement('div');
  const drawing = svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width=${WIDTH} height=${height}>
      <rect class="paper" width=${WIDTH} height=${height} />${lanes}${rows}
    </svg>`;
  withHtmlTemplates(document, () => void render(drawing, paper));
  return serialize(paper.querySelector('svg') as SVGElement);
}

function renderNote({ code, message, fix }: NonNullable<TraceEntry['error']>, words: FlowWords, y: number) {
  const text = `${code}: ${message} ${fix ? `${words.fix} ${fix}` : ''}`;
  return svg`<text class="note" x=${WIDTH / 8 + 14} y=${y + 14}>${shortText(text, 120)}</text>`;
}

// The style comes in as text: in the page, a <style> element would be one that its policy forbids.
function serialize(drawing: SVGElement): string {
  const walker = document.createTreeWalker(drawing, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  const style = `<style>${COLOURS}${drawingStyle.cssText}</style>`;
  return new XMLSerializer().serializeToString(drawing).replace('>', () => `>${style}`);
}
