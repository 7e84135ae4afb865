import type { AgentState } from '../../../src/agent/state.js';
import { inIsolatedWorld, inPageWorld, type Members } from '../../support/extension-double.js';

const SCRIPT = new URL('../../../src/index.ts', import.meta.url).href;

export interface ExtensionPageOptions {
  /** How the extension defines what a page sees; null: there is none. */
  members: Members | null;
  /** It comes after wm.js. */
  late?: boolean;
  /** It pays this often; null: its visitor has connected no wallet. */
  paysEach?: number | null;
  /** Of the script tag. */
  attributes?: string;
  /** What the page has before its listeners: parsed, and found by the extension, before wm.js runs. */
  html?: string;
  /** How many copies of wm.js. */
  copies?: number;
}

/** A page of its own in this browser, with a double of the extension and with wm.js, and what it hears and sees. */
export class ExtensionPage {
  readonly window: Window & typeof globalThis;
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  /** What the listeners and handlers of the page were called with: by whom, type, amount. */
  readonly heard: string[] = [];
  readonly #frame: HTMLIFrameElement;

  private constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
    this.window = frame.contentWindow as ExtensionPage['window'];
  }

  static async open(options: ExtensionPageOptions): Promise<ExtensionPage> {
    const { members, late, paysEach = null, attributes = 'data-provider="simulate"' } = options;
    const extension = members
      ? `<script>${inPageWorld(members)}</script><script>${inIsolatedWorld(paysEach)}</script>`
      : '';
    const copies = Array.from({ length: options.copies ?? 1 }, (_, index) => `${SCRIPT}?${index}`);
    const frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html><title>A page</title>
      <script>parent.begin(window)</script>
      ${late ? '' : extension}
      ${options.html ?? ''}
      <script type="text/plain" ${attributes}></script>
      ${copies.map((src) => `<script type="module">import '${src}';</script>`).join('')}
      <script type="module">parent.ready()</script>`;
    const ready = new Promise<void>((resolve) => Object.assign(window, { ready: resolve }));
    let page: ExtensionPage | undefined;
    const begin = (): void => {
      page = new ExtensionPage(frame);
      page.#begin();
    };
    Object.assign(window, { begin });
    document.body.append(frame);
    await ready;
    if (!page) throw new Error('The page has not begun.');
    if (late)
      page.window.document.head.append(
        page.window.document.createRange().createContextualFragment(extension),
      );
    return page;
  }

  #begin(): void {
    this.window.console.warn = (line: unknown) => void this.lines.push(String(line));
    this.window.addEventListener('error', ({ message }) => message && this.errors.push(message));
    this.window.addEventListener('unhandledrejection', ({ reason }) => this.errors.push(`${reason}`));
  }

  get state(): AgentState {
    const { monetization } = this.window.document;
    if (!monetization) throw new Error('The page has no agent.');
    return monetization.agentState;
  }

  /** A link with a listener and a handler of each kind, after the listeners of the page. */
  addLink(href: string): HTMLLinkElement {
    const { document } = this.window;
    const link = document.createElement('link');
    link.rel = 'monetization';
    link.href = href;
    const targets: [string, EventTarget, boolean][] = [
      // No `load` event comes by the window.
      ['capturing', document, true],
      ['capturing at the window', this.window, true],
      ['at the link', link, false],
      ['bubbling', this.window, false],
    ];
    for (const [name, target, capture] of targets)
      for (const type of ['load', 'error', 'monetization', '__wm_ext_monetization'])
        target.addEventListener(type, (event) => event.target === link && this.#hear(name, event), capture);
    link.onload = (event) => this.#hear('onload', event);
    link.onerror = (event) => this.#hear('onerror', event as Event);
    link.onmonetization = (event) => this.#hear('onmonetization', event);
    document.onmonetization = (event) => this.#hear('document.onmonetization', event);
    document.head.append(link);
    return link;
  }

  /** Amounts, as somebody heard them. */
  amounts(by: string): string[] {
    return this.heard.flatMap((line) =>
      line.startsWith(`${by}: monetization `) ? line.split(' ').slice(-1) : [],
    );
  }

  /** Everything that was heard, each once. */
  get kinds(): string[] {
    return [...new Set(this.heard)].sort();
  }

  close(): void {
    this.#frame.remove();
  }

  #hear(by: string, event: Event): void {
    const { value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    this.heard.push(`${by}: ${event.type}${value === undefined ? '' : ` ${value}`}`);
  }
}

/** Waits for what takes a moment. What it waited for stands in the failure. */
export async function until(condition: () => unknown): Promise<void> {
  const end = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`This did not come true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
