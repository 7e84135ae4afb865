import type { PropertyValues, TemplateResult } from 'lit';
import { STATE_SOURCE_CHANGE } from '../agent/state.js';
import type { TraceEntry } from '../agent/state.js';
import { findStateSource } from '../elements/state-source.js';
import { PortableElement } from '../elements/portable-element.js';
import { drawingStyle } from './drawing-style.js';
import { exportSvg } from './export-svg.js';
import { FlowLog } from './flow-log.js';
import { layout } from './layout.js';
import { moveTo } from './move-to.js';
import { renderFlow } from './render-flow.js';
import { rowLayout } from './row-layout.js';
import { saveFile } from './save-file.js';
import { jsonOf } from './texts.js';
import { theme } from './theme.js';
import { ENGLISH } from './words.js';
import type { FlowWords } from './words.js';

/** Milliseconds between two drawings, and between those of a flow that nobody can follow any more. */
const PACE = 250;
const CALM = 1_000;
const MANY = 8;

/** Who tells what happens: `document.monetization`. */
export interface TraceSource extends EventTarget {
  trace?(): Promise<readonly TraceEntry[]>;
}

/**
 * Draws the payment flow of this page while it happens: who calls whom, how it went, and in a sandbox what the provider asks of the wallets.
 * Each entry opens with what was sent and answered, secrets removed. For those who build a page, not for its visitors.
 *
 * @tag wm-flow
 * @csspart row - One call or event.
 * @csspart error - What went wrong with it, and what to do.
 * @csspart details - What was sent and answered.
 * @csspart tool - The choice of the link, and the two buttons that save.
 * @cssprop --wm-flow-height - The most that it takes before it scrolls.
 * @cssprop --wm-flow-background - Background of the card.
 * @cssprop --wm-flow-color - Colour of text and arrows.
 * @cssprop --wm-flow-muted-color - Colour of what is secondary.
 * @cssprop --wm-flow-border-color - Colour of the lines.
 * @cssprop --wm-flow-accent-color - The focus ring and the chosen entry.
 * @cssprop --wm-flow-radius - Rounding of the corners.
 * @cssprop --wm-flow-font - Font family.
 */
export class WmFlow extends PortableElement {
  static override styles = [rowLayout, layout, theme, drawingStyle];
  static override properties = { source: { attribute: false }, words: { attribute: false } };

  /** Whose trace is drawn. Default: `document.monetization`. */
  declare source: TraceSource | undefined;
  /** What is said, for translations. */
  declare words: FlowWords;

  readonly #log = new FlowLog();
  #followed: TraceSource | undefined;
  #href: string | null = null;
  #open: string | null = null;
  #current: string | null = null;
  #timer: number | undefined;
  #heard = 0;
  #pace = PACE;
  #isAtEnd = true;

  constructor() {
    super();
    this.words = ENGLISH;
  }

  /** What is shown, for a bug report or a test. */
  toJSON(): object {
    return { page: location.href, entries: this.#log.entries(this.#href) };
  }

  /** What is shown, as a file of its own. */
  toSvg(): string {
    return exportSvg(this.#log.entries(this.#href), this.words);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
    // An agent whose script comes later than this element is there by then.
    window.addEventListener('load', this.#follow);
    document.addEventListener(STATE_SOURCE_CHANGE, this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('load', this.#follow);
    document.removeEventListener(STATE_SOURCE_CHANGE, this.#follow);
    this.#followed?.removeEventListener('agenttrace', this.#hear);
    this.#followed = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source') && this.isConnected) this.#follow();
    const view = this.renderRoot?.querySelector('.view');
    if (view) this.#isAtEnd = view.scrollTop + view.clientHeight > view.scrollHeight - 24;
  }

  protected override updated(): void {
    const view = this.renderRoot.querySelector('.view');
    if (view && this.#isAtEnd && this.#open === null) view.scrollTop = view.scrollHeight;
  }

  protected override render(): TemplateResult {
    const shown = {
      entries: this.#log.entries(this.#href),
      // The chosen one stays, though what it did may be gone.
      hrefs: [...new Set([...this.#log.hrefs(), ...(this.#href === null ? [] : [this.#href])])],
      href: this.#href,
      open: this.#open,
      current: this.#current,
    };
    return renderFlow(shown, this.words, {
      choose: this.#choose,
      move: this.#move,
      filter: this.#filter,
      saveJson: this.#saveJson,
      saveSvg: this.#saveSvg,
    });
  }

  readonly #follow = (): void => {
    const source = this.source ?? (findStateSource() as TraceSource | undefined);
    if (source === this.#followed) return;
    this.#followed?.removeEventListener('agenttrace', this.#hear);
    this.#followed = source;
    this.#log.clear();
    this.#href = this.#open = this.#current = null;
    this.#refresh();
    source?.addEventListener('agenttrace', this.#hear);
    void this.#readPast(source);
  };

  async #readPast(source: TraceSource | undefined): Promise<void> {
    const past = (await source?.trace?.()) ?? [];
    if (source !== this.#followed) return;
    for (const entry of past) this.#log.put(entry);
    this.#refresh();
  }

  readonly #hear = (event: Event): void => {
    this.#log.put((event as CustomEvent<TraceEntry>).detail);
    this.#heard++;
    this.#timer ??= window.setTimeout(this.#refresh, this.#pace);
  };

  readonly #refresh = (): void => {
    this.#timer = undefined;
    this.#pace = this.#heard > MANY ? CALM : PACE;
    this.#heard = 0;
    this.requestUpdate();
  };

  readonly #choose = ({ target }: Event): void => {
    const id = (target as Element).closest<HTMLElement>('.row')?.dataset['id'];
    if (id === undefined) return;
    this.#current = id;
    this.#open = this.#open === id ? null : id;
    this.requestUpdate();
  };

  readonly #move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Before what has the focus goes.
      (event.target as Element).closest('li')?.querySelector<HTMLElement>('.row')?.focus();
      this.#open = null;
    } else this.#current = moveTo(event) ?? this.#current;
    this.requestUpdate();
  };

  readonly #filter = ({ target }: Event): void => {
    this.#href = (target as HTMLSelectElement).value || null;
    this.requestUpdate();
  };

  readonly #saveJson = (): void => saveFile('wm-flow.json', 'application/json', jsonOf(this));

  readonly #saveSvg = (): void => saveFile('wm-flow.svg', 'image/svg+xml', this.toSvg());
}
