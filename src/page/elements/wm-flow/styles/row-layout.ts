import { css, type CSSResult } from 'lit';

/** One entry: its row, error and details. */
export const rowLayout: CSSResult = css`
  /* Rows outside the viewport are not rendered. */
  li {
    position: relative;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 58px;
  }

  .row {
    display: grid;
    grid-template-columns: var(--_gutter) 1fr;
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .row:hover,
  .row[aria-expanded='true'] {
    --_paper: color-mix(in srgb, var(--_accent) 9%, var(--_background));
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
  }

  :is(.row .meaning, .legend) {
    display: none;
  }

  .row svg {
    display: block;
    inline-size: 100%;
  }

  .row svg svg {
    inline-size: auto;
  }

  .time {
    align-self: center;
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.6875rem;
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }

  .note {
    position: relative;
    margin-block: 0 0.625rem;
    margin-inline: calc(var(--_gutter) + 0.75rem) 0.75rem;
    padding: 0.4rem 0.625rem;
    border: 1px solid var(--_bad);
    border-inline-start-width: 4px;
    border-radius: 0.375rem;
    background: var(--_bad-background);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }

  .code {
    color: var(--_bad);
    font-family: ui-monospace, Menlo, Consolas, monospace;
  }

  .details {
    position: relative;
    margin-inline: 0.5rem;
    margin-block-end: 0.75rem;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 0.5rem;
    background: var(--_raised);
  }

  .details p {
    margin: 0 0 0.25rem;
    overflow-wrap: anywhere;
  }

  .details .link {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .bodies {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: 0.75rem;
    margin: 0.5rem 0 0;
  }

  .bodies div {
    min-inline-size: 0;
  }

  dt {
    font-size: 0.75rem;
    font-weight: 600;
  }

  dd {
    margin: 0.125rem 0 0;
  }

  pre {
    box-sizing: border-box;
    max-block-size: 16rem;
    margin: 0;
    padding: 0.5rem;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 0.375rem;
    background: var(--_background);
    direction: ltr;
    font: 0.75rem/1.5 ui-monospace, Menlo, Consolas, monospace;
    text-align: left;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
`;
