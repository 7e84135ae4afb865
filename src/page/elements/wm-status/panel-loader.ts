import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Clock } from './core/clock.js';
import { importPanel } from './lazy-modules.js';
import type { Panel } from './panel/panel.js';

/** Loads the panel once it is needed. The element shows the state without it if its file is missing. */
export class PanelLoader implements ReactiveController {
  /** Undefined before it is needed, null if its file is missing. */
  panel: Panel | null | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #addStyles: (css: string) => void;

  constructor(host: ReactiveControllerHost, addStyles: (css: string) => void) {
    this.#host = host;
    this.#addStyles = addStyles;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.panel?.reset();
  }

  async load(clock: Clock): Promise<void> {
    if (this.panel !== undefined) return;
    try {
      const { Panel, style } = await importPanel();
      this.#addStyles(style);
      this.panel = new Panel(clock, () => this.#host.requestUpdate());
    } catch (cause) {
      console.warn('[wm-status] Serve wm-status.panel.js from the same folder as wm-status.js.', cause);
      this.panel = null;
    }
  }
}
