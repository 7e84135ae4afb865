import { css, type CSSResult } from 'lit';

/** Colours, light or dark according to the page's `color-scheme`. */
export const flowTheme: CSSResult = css`
  :host {
    --_background: var(--wm-flow-background, #fff);
    --_ink: var(--wm-flow-color, #1b1f24);
    --_muted: var(--wm-flow-muted-color, #57606a);
    --_border: var(--wm-flow-border-color, #d0d7de);
    --_accent: var(--wm-flow-accent-color, #0a5fd0);
    --_raised: #f6f8fa;
    --_bar: #e7ecf2;
    --_good: #0a7048;
    --_wait: #96500a;
    --_bad: #c21f2e;
    --_bad-background: #fff0f0;
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_background: var(--wm-flow-background, light-dark(#fff, #15181c));
      --_ink: var(--wm-flow-color, light-dark(#1b1f24, #e8eaed));
      --_muted: var(--wm-flow-muted-color, light-dark(#57606a, #a3abb5));
      --_border: var(--wm-flow-border-color, light-dark(#d0d7de, #3a4048));
      --_accent: var(--wm-flow-accent-color, light-dark(#0a5fd0, #79b0ff));
      --_raised: light-dark(#f6f8fa, #1f242a);
      --_bar: light-dark(#e7ecf2, #2c333b);
      --_good: light-dark(#0a7048, #4ed3a0);
      --_wait: light-dark(#96500a, #f0a94b);
      --_bad: light-dark(#c21f2e, #ff8a91);
      --_bad-background: light-dark(#fff0f0, #33191c);
    }
  }

  @media (forced-colors: active) {
    :host {
      --_background: Canvas;
      --_ink: CanvasText;
      --_muted: CanvasText;
      --_border: GrayText;
      --_accent: Highlight;
      --_raised: Canvas;
      --_bar: Canvas;
      --_good: CanvasText;
      --_wait: CanvasText;
      --_bad: CanvasText;
      --_bad-background: Canvas;
    }

    .lanes span {
      border-block-start-color: CanvasText;
    }
  }
`;
