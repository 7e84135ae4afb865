import { css, type CSSResult } from 'lit';

/**
 * The colours of each state, light or dark according to `color-scheme`, and for the visitor's preferences.
 */
export const statusTheme: CSSResult = css`
  :host {
    --_background: var(--wm-status-background, light-dark(#fff, #1a1d21));
    --_color: var(--wm-status-color, light-dark(#1b1f24, #e8eaed));
    --_muted: var(--wm-status-muted-color, light-dark(#57606a, #a3abb5));
    --_border: var(--wm-status-border-color, light-dark(#d5dae0, #3a4048));
    --_accent: var(--wm-status-accent-color, light-dark(#0a7a5a, #3ecf9b));
    --_on-accent: var(--wm-status-on-accent-color, light-dark(#fff, #0c2018));
    --_danger: light-dark(#c21f2e, #ff8189);
  }

  .indicator {
    flex: none;
    inline-size: 0.7143em;
    block-size: 0.7143em;
    border: 2px solid;
    border-radius: 50%;
    box-sizing: border-box;
    color: var(--_muted);
  }

  .ready,
  .streaming,
  .native-agent,
  .connecting,
  svg {
    color: var(--_accent);
    fill: currentcolor;
  }

  .not-connected,
  .out-of-funds,
  .no-provider {
    color: light-dark(#a35200, #f0a94b);
  }

  .error {
    color: var(--_danger);
  }

  .streaming,
  .native-agent,
  .out-of-funds,
  .title > .error {
    background: currentcolor;
  }

  @media (prefers-reduced-motion: no-preference) {
    .streaming,
    .connecting {
      animation: pulse 2s ease-in-out infinite;
    }
  }

  @keyframes pulse {
    50% {
      opacity: 0.4;
    }
  }

  @media (forced-colors: active) {
    .indicator,
    svg {
      color: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
