import { css, type CSSResult } from 'lit';

/** The variants `badge` (a pill in a line of text) and `bar` (a strip across the page). */
export const compactVariants: CSSResult = css`
  :host([variant='bar']) {
    max-inline-size: none;
  }

  :host([variant='badge']) {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: middle;
  }

  .badge,
  .bar,
  .bar > .sent {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.75em;
  }

  .bar {
    padding: 0.5em;
    padding-inline-start: 1em;
  }

  .bar > .sent {
    min-inline-size: 10em;
    align-items: baseline;
  }

  .bar > .body {
    flex: 1 1 20em;
  }

  .badge > .actions,
  .bar > .actions {
    margin-inline-start: auto;
  }

  .badge {
    column-gap: 0.5em;
    padding: 0.1429em;
    padding-inline-start: 0.75em;
    border-radius: var(--wm-status-radius, 1.3em);
  }

  .badge > .head {
    flex-wrap: nowrap;
    min-block-size: 2.2857em;
  }

  .badge > .sent {
    min-inline-size: 6em;
  }

  .badge > :last-child:not(.actions) {
    padding-inline-end: 0.75em;
  }

  .badge button {
    border-radius: 2em;
  }

  .badge button:not(.connect) {
    inline-size: 2.2857em;
    padding: 0;
  }

  .badge svg {
    inline-size: 1em;
    color: inherit;
  }
`;
