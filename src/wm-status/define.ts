import { WmStatus } from './wm-status.js';

declare global {
  interface HTMLElementTagNameMap {
    'wm-status': WmStatus;
  }
}

// A page may hold two copies of this script, and a server that renders has no registry at all.
if (globalThis.customElements && !customElements.get('wm-status')) {
  customElements.define('wm-status', WmStatus);
}

export { WmStatus };
