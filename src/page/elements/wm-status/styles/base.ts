import { css, type CSSResult } from 'lit';

/** Styles of all variants. They work from right to left and scale with the page's font. */
export const base: CSSResult = css`
  :host {
    display: block;
    position: relative;
    max-inline-size: 24em;
    color: var(--_color);
    font-family: var(--wm-status-font, system-ui, sans-serif);
    line-height: 1.45;
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  .card {
    border: 1px solid var(--_border);
    border-radius: var(--wm-status-radius, 0.875em);
    background: var(--_background);
    isolation: isolate;
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }

  /* Separate stacking contexts, so that nothing can cover the sandbox label. */
  .card > :not(.head),
  .title {
    position: relative;
    z-index: 0;
  }

  .head,
  .title,
  .actions,
  ul.totals {
    display: flex;
    align-items: center;
    gap: 0.25em 0.5em;
  }

  .head,
  ul.totals {
    flex-wrap: wrap;
  }

  .state,
  ul.totals {
    font-weight: 600;
  }

  .detail,
  .label,
  .none,
  .quiet {
    color: var(--_muted);
  }

  .label,
  .problem {
    font-size: 0.9286em;
  }

  .problem {
    margin: 0.5em 0 0;
    padding-inline-start: 0.625em;
    border-inline-start: 3px solid var(--_danger);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  button,
  select,
  summary {
    color: inherit;
    font: inherit;
    cursor: pointer;
  }

  button,
  select {
    min-block-size: 2.2857em;
    padding: 0.25em 0.875em;
    border: 1px solid var(--_border);
    border-radius: 0.5em;
    background: none;
  }

  button {
    display: inline-grid;
    place-items: center;
  }

  button > span {
    grid-area: 1 / 1;
  }

  .other {
    visibility: hidden;
  }

  .connect {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button:hover,
  select:hover {
    border-color: var(--_muted);
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
