import { css, type CSSResult } from 'lit';

/** The layout. Also works from right to left. */
export const flowLayout: CSSResult = css`
  :host {
    --_gutter: 0px;
    display: block;
    container-type: inline-size;
    color: var(--_ink);
    font: 0.875rem/1.45 var(--wm-flow-font, system-ui, sans-serif);
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  .card {
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--wm-flow-radius, 0.75rem);
    background: var(--_background);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.625rem 0.875rem;
    border-block-end: 1px solid var(--_border);
  }

  .title {
    flex: 1 1 100%;
    font-size: 1rem;
    white-space: nowrap;
  }

  .tool {
    box-sizing: border-box;
    min-block-size: 2rem;
    max-inline-size: 13rem;
    min-inline-size: 0;
    padding: 0.25rem 0.625rem;
    border: 1px solid var(--_border);
    border-radius: 0.5rem;
    background: var(--_background);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }

  @media (pointer: coarse) {
    .tool {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }

  select.tool {
    flex: 1 1 0;
  }

  .tool:hover {
    border-color: var(--_muted);
  }

  :is(.tool, .row, .view, pre):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .view {
    position: relative;
    max-block-size: var(--wm-flow-height, 32rem);
    overflow: auto;
    overscroll-behavior: contain;
  }

  .rows {
    position: relative;
    padding-block: 0.375rem;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .legend {
    flex: 1;
    font-size: 0.8125rem;
  }

  .none,
  .legend,
  .empty {
    color: var(--_muted);
  }

  .empty {
    margin: 0;
    padding: 2rem 1.5rem;
    text-align: center;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @container (inline-size >= 36rem) {
    .card {
      --_gutter: 4rem;
    }

    .title {
      flex-grow: 1;
      flex-basis: auto;
    }

    select.tool {
      flex: none;
    }
  }

  @container (inline-size >= 58rem) {
    .title {
      flex-grow: 0;
    }

    :is(.row .meaning, .legend) {
      display: inline;
    }
  }
`;
