import { WmStatus } from './wm-status.js';

declare global {
  interface HTMLElementTagNameMap {
    'wm-status': WmStatus;
  }
}

// A page may load two copies of this script, and server-side rendering has no registry.
if (globalThis.customElements && !customElements.get('wm-status')) {
  customElements.define('wm-status', WmStatus);
}

export { WmStatus };
