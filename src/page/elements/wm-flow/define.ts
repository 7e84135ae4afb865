import { WmFlow } from './wm-flow.js';

declare global {
  interface HTMLElementTagNameMap {
    'wm-flow': WmFlow;
  }
}

// A page may load two copies of this script, and server-side rendering has no registry.
if (globalThis.customElements && !customElements.get('wm-flow')) {
  customElements.define('wm-flow', WmFlow);
}

export { WmFlow };
