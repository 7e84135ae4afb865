import { css, type CSSResult } from 'lit';

/** The four lanes: their heads, which stay visible while the rows scroll, and the lines below them. */
export const laneLayout: CSSResult = css`
  .lanes {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    gap: 0.375rem;
    padding-block: 0.5rem;
    padding-inline: calc(var(--_gutter) + 0.1875rem) 0.1875rem;
    border-block-end: 1px solid var(--_border);
    background: var(--_background);
  }

  .lanes span {
    display: grid;
    place-content: center;
    padding: 0.3rem 0.125rem;
    border: 1px solid var(--_border);
    border-block-start: 3px solid var(--_muted);
    border-radius: 0.375rem;
    background: var(--_raised);
    font-size: min(0.75rem, 3.1cqi);
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
  }

  .lanes span:nth-child(1) {
    border-block-start-color: #2f7de1;
  }

  .lanes span:nth-child(2) {
    border-block-start-color: #8b5cf6;
  }

  .lanes span:nth-child(3) {
    border-block-start-color: #12a06b;
  }

  .lanes span:nth-child(4) {
    border-block-start-color: #e08a1e;
  }

  .lifelines {
    position: absolute;
    inset-block: 0;
    inset-inline: var(--_gutter) 0;
    inline-size: calc(100% - var(--_gutter));
    block-size: 100%;
  }

  @container (inline-size >= 36rem) {
    .lanes span {
      font-size: 0.8125rem;
    }
  }
`;
