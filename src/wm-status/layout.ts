import { css } from 'lit';

/** Where things are. All of it works from right to left too. */
export const layout = css`
  :host {
    display: block;
    position: relative;
    box-sizing: border-box;
    max-inline-size: 22rem;
    color: var(--_color);
    font-family: var(--wm-status-font, system-ui, sans-serif);
    line-height: 1.4;
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  .card {
    padding: 0.75rem 0.875rem;
    border: 1px solid var(--_border);
    border-radius: var(--wm-status-radius, 0.75rem);
    background: var(--_background);
    isolation: isolate;
    overflow-wrap: anywhere;
  }

  /* Stacking contexts of their own, so that no part can be laid over the sandbox mark. */
  .title,
  .body,
  .foot {
    position: relative;
    z-index: 0;
  }

  .head,
  .title,
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
  }

  .head {
    min-block-size: 1.375rem;
  }

  .state {
    font-size: 0.9375rem;
    font-weight: 600;
  }

  .indicator {
    flex: none;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border: 2px solid var(--_muted);
    border-radius: 50%;
    box-sizing: border-box;
  }

  .detail,
  .problem {
    margin: 0.125rem 0 0;
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .problem {
    margin-block-start: 0.375rem;
    padding-inline-start: 0.5rem;
    border-inline-start: 3px solid var(--_danger);
    color: var(--_color);
  }

  .foot {
    min-block-size: 2rem;
    margin-block-start: 0.625rem;
    padding-block-start: 0.625rem;
    border-block-start: 1px solid var(--_border);
    font-size: 0.875rem;
  }

  .label,
  .none {
    color: var(--_muted);
  }

  .totals {
    flex: 1;
    margin: 0;
    padding: 0;
    font-variant-numeric: tabular-nums;
    list-style: none;
  }

  ul.totals {
    font-weight: 600;
  }

  button {
    display: inline-grid;
    justify-items: center;
    min-block-size: 2rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 0.5rem;
    background: transparent;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }

  button > span {
    grid-area: 1 / 1;
    align-self: center;
  }

  button > .other {
    visibility: hidden;
  }

  button:hover {
    border-color: var(--_muted);
  }

  button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
