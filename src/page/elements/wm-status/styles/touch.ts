import { css, type CSSResult } from 'lit';

/** Touch targets of 44 px extend beyond the visible button, so the element keeps its size. */
export const touch: CSSResult = css`
  @media (pointer: coarse) {
    select {
      min-block-size: 44px;
    }

    button,
    summary {
      position: relative;
    }

    button::after,
    summary::after {
      position: absolute;
      inset: min(0px, 50% - 22px);
      content: '';
    }
  }
`;
