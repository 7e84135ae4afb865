import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentState } from '../../agent/state/state.js';
import type { Clock } from './core/clock.js';
import { parseVariant } from './core/view.js';
import { importPanel } from './lazy-modules.js';
import type { Panel } from './panel/panel.js';

interface PanelHost extends ReactiveControllerHost {
  readonly variant: string;
  readonly clock: Clock;
}

/** Loads the panel once it is needed. The element shows the state without it if its file is missing. */
export class PanelLoader implements ReactiveController {
  /** Undefined before it is loaded, null if its file is missing. */
  panel: Panel | null | undefined;
  #loading: Promise<void> | undefined;
  readonly #host: PanelHost;
  readonly #addStyles: (css: string) => void;

  constructor(host: PanelHost, addStyles: (css: string) => void) {
    this.#host = host;
    this.#addStyles = addStyles;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.panel?.reset();
  }

  /** Settles when what the element needs in this state is loaded. */
  async load(state: AgentState | undefined): Promise<void> {
    const isNeeded = parseVariant(this.#host.variant) === 'panel' || state?.nativeAgent;
    if (isNeeded) await (this.#loading ??= this.#import());
  }

  async #import(): Promise<void> {
    try {
      const { Panel, style } = await importPanel();
      this.#addStyles(style);
      this.panel = new Panel(this.#host.clock, () => this.#host.requestUpdate());
    } catch (cause) {
      console.warn('[wm-status] Serve wm-status.panel.js from the same folder as wm-status.js.', cause);
      this.panel = null;
    }
  }
}
