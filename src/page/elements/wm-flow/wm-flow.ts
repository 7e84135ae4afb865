import type { CSSResult, TemplateResult } from 'lit';
import type { TraceEntry } from '../../agent/state/state.js';
import { PortableElement } from '../portable-element.js';
import { SourceObserver } from '../source-observer.js';
import { drawingStyle } from './styles/drawing-style.js';
import { exportSvg } from './export-svg.js';
import { FlowLog } from './flow-log.js';
import { FlowSelection } from './flow-selection.js';
import { laneLayout } from './styles/lane-layout.js';
import { flowLayout } from './styles/layout.js';
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
  static override styles: CSSResult[] = [rowLayout, flowLayout, laneLayout, flowTheme, drawingStyle];
  static override properties = { source: { attribute: false }, messages: { attribute: false } };

  /** The source of the trace. Default: `document.monetization`. */
  declare source: TraceSource | undefined;
  /** All texts, for translations. */
  declare messages: FlowMessages;

  readonly #log = new FlowLog();
  readonly #observer = new SourceObserver<TraceSource>(this, {
    eventType: 'agenttrace',
    onEvent: (event) => this.#onTrace(event as CustomEvent<TraceEntry>),
    onSourceChange: (source) => this.#onSourceChange(source),
  });
  readonly #selection = new FlowSelection(() => this.requestUpdate());
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
    return { page: location.href, entries: this.#log.entries(this.#selection.selectedHref) };
  }

  /** The shown entries as a standalone SVG file. */
  toSvg(): string {
    return exportSvg(this.#log.entries(this.#selection.selectedHref), this.messages);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(): void {
    const view = this.renderRoot?.querySelector('.view');
    if (view) this.#isAtEnd = view.scrollTop + view.clientHeight > view.scrollHeight - 24;
  }

  protected override updated(): void {
    const view = this.renderRoot.querySelector('.view');
    if (view && this.#isAtEnd && this.#selection.openId === null) view.scrollTop = view.scrollHeight;
  }

  protected override render(): TemplateResult {
    const { selectedHref, openId, currentId, toggleEntry, onKeydown, filterByLink } = this.#selection;
    // The selected link stays, even if its entries were dropped.
    const hrefs = [...new Set([...this.#log.hrefs(), ...(selectedHref === null ? [] : [selectedHref])])];
    const view = { entries: this.#log.entries(selectedHref), hrefs, selectedHref, openId, currentId };
    const [saveJson, saveSvg] = [this.#saveJson, this.#saveSvg];
    return renderFlow(view, this.messages, { toggleEntry, onKeydown, filterByLink, saveJson, saveSvg });
  }

  #onSourceChange(source: TraceSource | undefined): void {
    this.#log.clear();
    this.#selection.clear();
    this.#refresh();
    void this.#loadPastEntries(source);
  }

  async #loadPastEntries(source: TraceSource | undefined): Promise<void> {
    try {
      const past = (await source?.trace?.()) ?? [];
      if (source !== this.#observer.current) return;
      for (const entry of past) this.#log.put(entry);
      this.#refresh();
    } catch (cause) {
      // A custom source may reject, and its earlier entries are not essential. The page must continue.
      console.warn('[wm-flow]', cause);
    }
  }

  #onTrace({ detail }: CustomEvent<TraceEntry>): void {
    this.#log.put(detail);
    this.#pendingCount++;
    this.#timer ??= window.setTimeout(this.#refresh, this.#renderInterval);
  }

  readonly #refresh = (): void => {
    this.#timer = undefined;
    this.#renderInterval =
      this.#pendingCount > BUSY_ENTRY_COUNT ? BUSY_RENDER_INTERVAL_MS : RENDER_INTERVAL_MS;
    this.#pendingCount = 0;
    this.requestUpdate();
  };

  readonly #saveJson = (): void => downloadFile('wm-flow.json', 'application/json', formatJson(this));

  readonly #saveSvg = (): void => downloadFile('wm-flow.svg', 'image/svg+xml', this.toSvg());
}
