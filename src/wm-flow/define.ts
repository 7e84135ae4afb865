import { WmFlow } from './wm-flow.js';

declare global {
  interface HTMLElementTagNameMap {
    'wm-flow': WmFlow;
  }
}

// A page may hold two copies of this script, and a server that renders has no registry at all.
if (globalThis.customElements && !customElements.get('wm-flow')) {
  customElements.define('wm-flow', WmFlow);
}

export { WmFlow };
