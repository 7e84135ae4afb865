/** Styles of the variant `panel`. */
export const style = /* css */ `
  .note {
    margin: 0.5em 0 0;
    padding-inline-start: 0.625em;
    border-inline-start: 3px solid var(--_border);
    font-size: 0.9286em;
  }

  .note button {
    margin-block-start: 0.5em;
  }

  .panel {
    display: grid;
    gap: 0.875em;
    padding: 1em 1.125em;
  }

  .panel .head {
    min-block-size: 1.75em;
    justify-content: space-between;
  }

  .panel .state {
    font-size: 1.1429em;
  }

  .panel .body {
    margin-block-start: -0.625em;
  }

  .panel > .sent,
  .budget,
  .link,
  .persona {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0.375em 1em;
  }

  .panel > .sent {
    row-gap: 0;
  }

  .recent {
    grid-area: 1 / 2 / 3;
    align-self: start;
  }

  .panel .totals {
    font-size: 1.7143em;
    line-height: 1.3;
  }

  .panel .none,
  .panel .long {
    font-size: 1em;
    line-height: 2.2286;
  }

  .sparkline {
    display: block;
    inline-size: 8.5em;
    block-size: 2em;
  }

  .ground {
    opacity: 0.35;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-dasharray: 3 1;
  }

  .budget > .label {
    min-block-size: 1.45em;
  }

  .budget > :last-child,
  .figure {
    text-align: end;
  }

  .meter,
  .link > .label {
    grid-column: 1 / -1;
  }

  .meter {
    inline-size: 100%;
    block-size: 0.5em;
    border-radius: 1em;
    background: var(--_border);
  }

  [dir='rtl'] :is(.sparkline, .meter) {
    transform: scaleX(-1);
  }

  .panel .actions {
    justify-content: space-between;
  }

  .quiet {
    margin-inline-end: -0.5em;
    padding-inline: 0.5em;
    border-color: transparent;
  }

  .links,
  .persona {
    padding-block-start: 0.75em;
    border-block-start: 1px solid var(--_border);
  }

  @media (forced-colors: active) {
    .meter {
      background: Canvas;
      outline: 1px solid;
    }

    .quiet {
      margin: 0;
    }
  }

  .rows {
    max-block-size: 14em;
    overflow: auto;
  }

  .link {
    padding-block: 0.5em;
    row-gap: 0;
  }
`;
