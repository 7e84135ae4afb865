import { css } from 'lit';

/** Colours of each state, light and dark as the page's `color-scheme` has it, and what the visitor's preferences change. */
export const theme = css`
  :host {
    --_background: var(--wm-status-background, #fff);
    --_color: var(--wm-status-color, #1b1f24);
    --_muted: var(--wm-status-muted-color, #57606a);
    --_border: var(--wm-status-border-color, #d5dae0);
    --_accent: var(--wm-status-accent-color, #0a7a5a);
    --_warning: #a35200;
    --_danger: #c21f2e;
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_background: var(--wm-status-background, light-dark(#fff, #1a1d21));
      --_color: var(--wm-status-color, light-dark(#1b1f24, #e8eaed));
      --_muted: var(--wm-status-muted-color, light-dark(#57606a, #a3abb5));
      --_border: var(--wm-status-border-color, light-dark(#d5dae0, #3a4048));
      --_accent: var(--wm-status-accent-color, light-dark(#0a7a5a, #3ecf9b));
      --_warning: light-dark(#a35200, #f0a94b);
      --_danger: light-dark(#c21f2e, #ff8189);
    }
  }

  .indicator:is(.ready, .streaming, .other-agent, .connecting) {
    border-color: var(--_accent);
  }

  .indicator:is(.streaming, .other-agent) {
    background: var(--_accent);
  }

  .indicator:is(.not-connected, .out-of-funds, .no-provider) {
    border-color: var(--_warning);
  }

  .indicator.out-of-funds {
    background: var(--_warning);
  }

  .indicator.error {
    border-color: var(--_danger);
    background: var(--_danger);
  }

  @keyframes pulse {
    50% {
      box-shadow: 0 0 0 4px color-mix(in srgb, var(--_accent) 25%, transparent);
    }
  }

  .indicator:is(.streaming, .connecting) {
    animation: pulse 2s ease-in-out infinite;
  }

  @media (prefers-reduced-motion: reduce) {
    .indicator {
      animation: none !important;
    }
  }

  @media (forced-colors: active) {
    .indicator.indicator {
      border-color: CanvasText;
      forced-color-adjust: none;
    }

    .indicator:is(.streaming, .other-agent, .error, .out-of-funds) {
      background: CanvasText;
    }
  }
`;
