import { css, type CSSResult } from 'lit';

/** The style of arrows, in the page and in the exported file. Custom properties set the colours. */
export const drawingStyle: CSSResult = css`
  svg {
    overflow: visible;
  }

  .request,
  .response,
  .tip,
  .cross {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 1.5;
    stroke-linecap: round;
  }

  .response {
    stroke: var(--_muted);
    stroke-width: 1;
    stroke-dasharray: 4 4;
  }

  .tip {
    stroke: var(--_muted);
    stroke-width: 1.25;
  }

  .head,
  .dot {
    fill: var(--_ink);
  }

  .bar {
    fill: var(--_bar);
    stroke: var(--_border);
  }

  text {
    fill: var(--_ink);
    font: 500 12.5px ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace;
    stroke: var(--_paper, var(--_background));
    stroke-width: 4px;
    stroke-linejoin: round;
    paint-order: stroke;
  }

  .outcome {
    fill: var(--_muted);
    font-size: 11.5px;
    font-weight: 400;
  }

  .good .outcome {
    fill: var(--_good);
  }

  .meaning {
    fill: var(--_muted);
    font: 400 12px system-ui, sans-serif;
  }

  .step {
    fill: var(--_background);
    stroke: var(--_ink);
    stroke-width: 1.5;
  }

  .number {
    font: 700 11px system-ui, sans-serif;
    stroke: none;
  }

  .open :is(.request, .head) {
    stroke: var(--_wait);
    fill: var(--_wait);
  }

  .open .outcome {
    fill: var(--_wait);
  }

  .paid :is(.step, .dot) {
    fill: var(--_good);
    stroke: var(--_good);
  }

  .paid .number {
    fill: var(--_background);
  }

  .paid .name {
    fill: var(--_good);
    font-weight: 700;
  }

  .bad :is(.request, .response, .tip, .step) {
    stroke: var(--_bad);
  }

  .bad :is(.head, .dot, .stop, .name, .outcome) {
    fill: var(--_bad);
  }

  .bad .cross {
    stroke: var(--_background);
    stroke-width: 2;
  }

  .lifeline {
    stroke: var(--_border);
  }
`;
