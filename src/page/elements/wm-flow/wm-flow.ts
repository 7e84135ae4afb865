import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { STATE_SOURCE_CHANGE, type TraceEntry } from '../../agent/state/state.js';
import { findAgentStateSource } from '../find-agent-state-source.js';
import { PortableElement } from '../portable-element.js';
import { drawingStyle } from './styles/drawing-style.js';
import { exportSvg } from './export-svg.js';
import { FlowLog } from './flow-log.js';
import { flowLayout } from './styles/layout.js';
import { moveFocus } from './move-focus.js';
import { renderFlow } from './render-flow.js';
import { rowLayout } from './styles/row-layout.js';
import { downloadFile } from './download-file.js';
import { formatJson } from './entry-text.js';
import { flowTheme } from './styles/theme.js';
import { ENGLISH_FLOW_MESSAGES, type FlowMessages } from './messages.js';

/** A busy flow renders less often, because it is too fast to read anyway. */
const RENDER_INTERVAL_MS = 250;
const BUSY_RENDER_INTERVAL_MS = 1_000;
const BUSY_ENTRY_COUNT = 8;

/** A source of trace entries, such as `document.monetization`. */
export interface TraceSource extends EventTarget {
  trace?(): Promise<readonly TraceEntry[]>;
}

/**
 * Draws the payment flow of this page live: requests, their results and events. In a sandbox it includes the
 * provider's requests to wallets. Each entry opens to show its request and response, without secrets. For
 * developers, not for visitors.
 *
 * @tag wm-flow
 * @csspart row - One request or event.
 * @csspart error - Its error, with a fix.
 * @csspart details - Its request and response.
 * @csspart tool - The link filter and the two buttons that save a file.
 * @cssprop --wm-flow-height - The maximum height before it scrolls.
 * @cssprop --wm-flow-background - Background of the card.
 * @cssprop --wm-flow-color - Colour of text and arrows.
 * @cssprop --wm-flow-muted-color - Colour of secondary text.
 * @cssprop --wm-flow-border-color - Colour of the lines.
 * @cssprop --wm-flow-accent-color - Colour of the focus ring and the selected entry.
 * @cssprop --wm-flow-radius - Rounding of the corners.
 * @cssprop --wm-flow-font - Font family.
 */
export class WmFlow extends PortableElement {
  static override styles: CSSResult[] = [rowLayout, flowLayout, flowTheme, drawingStyle];
  static override properties = { source: { attribute: false }, messages: { attribute: false } };

  /** The source of the trace. Default: `document.monetization`. */
  declare source: TraceSource | undefined;
  /** All texts, for translations. */
  declare messages: FlowMessages;

  readonly #log = new FlowLog();
  #observedSource: TraceSource | undefined;
  #selectedHref: string | null = null;
  #openId: string | null = null;
  #currentId: string | null = null;
  #timer: number | undefined;
  #pendingCount = 0;
  #renderInterval = RENDER_INTERVAL_MS;
  #isAtEnd = true;

  constructor() {
    super();
    this.messages = ENGLISH_FLOW_MESSAGES;
  }

  /** The shown entries, for a bug report or a test. */
  toJSON(): object {
    return { page: location.href, entries: this.#log.entries(this.#selectedHref) };
  }

  /** The shown entries as a standalone SVG file. */
  toSvg(): string {
    return exportSvg(this.#log.entries(this.#selectedHref), this.messages);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observeSource();
    // By then, an agent whose script runs after this element has started.
    window.addEventListener('load', this.#observeSource);
    document.addEventListener(STATE_SOURCE_CHANGE, this.#observeSource);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('load', this.#observeSource);
    document.removeEventListener(STATE_SOURCE_CHANGE, this.#observeSource);
    this.#observedSource?.removeEventListener('agenttrace', this.#onTrace);
    this.#observedSource = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source') && this.isConnected) this.#observeSource();
    const view = this.renderRoot?.querySelector('.view');
    if (view) this.#isAtEnd = view.scrollTop + view.clientHeight > view.scrollHeight - 24;
  }

  protected override updated(): void {
    const view = this.renderRoot.querySelector('.view');
    if (view && this.#isAtEnd && this.#openId === null) view.scrollTop = view.scrollHeight;
  }

  protected override render(): TemplateResult {
    const view = {
      entries: this.#log.entries(this.#selectedHref),
      // The selected link stays, even if its entries were dropped.
      hrefs: [
        ...new Set([...this.#log.hrefs(), ...(this.#selectedHref === null ? [] : [this.#selectedHref])]),
      ],
      selectedHref: this.#selectedHref,
      openId: this.#openId,
      currentId: this.#currentId,
    };
    return renderFlow(view, this.messages, {
      toggleEntry: this.#toggleEntry,
      onKeydown: this.#onKeydown,
      filterByLink: this.#filterByLink,
      saveJson: this.#saveJson,
      saveSvg: this.#saveSvg,
    });
  }

  readonly #observeSource = (): void => {
    const source = this.source ?? (findAgentStateSource() as TraceSource | undefined);
    if (source === this.#observedSource) return;
    this.#observedSource?.removeEventListener('agenttrace', this.#onTrace);
    this.#observedSource = source;
    this.#log.clear();
    this.#selectedHref = this.#openId = this.#currentId = null;
    this.#refresh();
    source?.addEventListener('agenttrace', this.#onTrace);
    void this.#loadPastEntries(source);
  };

  async #loadPastEntries(source: TraceSource | undefined): Promise<void> {
    try {
      const past = (await source?.trace?.()) ?? [];
      if (source !== this.#observedSource) return;
      for (const entry of past) this.#log.put(entry);
      this.#refresh();
    } catch (cause) {
      // A custom source may reject, and its earlier entries are not essential. The page must continue.
      console.warn('[wm-flow]', cause);
    }
  }

  readonly #onTrace = (event: Event): void => {
    this.#log.put((event as CustomEvent<TraceEntry>).detail);
    this.#pendingCount++;
    this.#timer ??= window.setTimeout(this.#refresh, this.#renderInterval);
  };

  readonly #refresh = (): void => {
    this.#timer = undefined;
    this.#renderInterval =
      this.#pendingCount > BUSY_ENTRY_COUNT ? BUSY_RENDER_INTERVAL_MS : RENDER_INTERVAL_MS;
    this.#pendingCount = 0;
    this.requestUpdate();
  };

  readonly #toggleEntry = ({ target }: Event): void => {
    const id = (target as Element).closest<HTMLElement>('.row')?.dataset['id'];
    if (id === undefined) return;
    this.#currentId = id;
    this.#openId = this.#openId === id ? null : id;
    this.requestUpdate();
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Before the focused element is removed.
      (event.target as Element).closest('li')?.querySelector<HTMLElement>('.row')?.focus();
      this.#openId = null;
    } else this.#currentId = moveFocus(event) ?? this.#currentId;
    this.requestUpdate();
  };

  readonly #filterByLink = ({ target }: Event): void => {
    this.#selectedHref = (target as HTMLSelectElement).value || null;
    this.requestUpdate();
  };

  readonly #saveJson = (): void => downloadFile('wm-flow.json', 'application/json', formatJson(this));

  readonly #saveSvg = (): void => downloadFile('wm-flow.svg', 'image/svg+xml', this.toSvg());
}
