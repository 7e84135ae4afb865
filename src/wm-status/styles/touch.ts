import { css } from 'lit';

/** A thumb presses 44 px, which reach beyond what is seen: the element is as large as with a mouse. */
export const touch = css`
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
