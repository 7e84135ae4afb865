import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { STATE_SOURCE_CHANGE } from '../agent/state/state.js';
import { findAgentStateSource } from './find-agent-state-source.js';

interface SourceHost<Source> extends ReactiveControllerHost {
  /** The source that the page has assigned. */
  readonly source: Source | undefined;
  readonly isConnected: boolean;
}

interface SourceListener<Source> {
  readonly eventType: string;
  onEvent(event: Event): void;
  onSourceChange(source: Source | undefined): void;
}

/** Follows the source that an element shows: the assigned one, else the agent of the document. */
export class SourceObserver<Source extends EventTarget> implements ReactiveController {
  current: Source | undefined;
  #assigned: Source | undefined;
  readonly #host: SourceHost<Source>;
  readonly #listener: SourceListener<Source>;

  constructor(host: SourceHost<Source>, listener: SourceListener<Source>) {
    this.#host = host;
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    this.#update();
    // By then, an agent whose script runs after the element has started.
    window.addEventListener('load', this.#update);
    document.addEventListener(STATE_SOURCE_CHANGE, this.#update);
  }

  hostDisconnected(): void {
    window.removeEventListener('load', this.#update);
    document.removeEventListener(STATE_SOURCE_CHANGE, this.#update);
    this.#observe(undefined);
  }

  hostUpdate(): void {
    if (this.#host.source !== this.#assigned && this.#host.isConnected) this.#update();
  }

  readonly #update = (): void => {
    this.#assigned = this.#host.source;
    const source = this.#assigned ?? (findAgentStateSource() as EventTarget as Source | undefined);
    if (source === this.current) return;
    this.#observe(source);
    this.#listener.onSourceChange(source);
  };

  #observe(source: Source | undefined): void {
    const { eventType, onEvent } = this.#listener;
    this.current?.removeEventListener(eventType, onEvent);
    this.current = source;
    source?.addEventListener(eventType, onEvent);
  }
}
