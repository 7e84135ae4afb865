import type { AgentState } from '../../../../src/page/agent/state/state.js';
import {
  isolatedWorldScript,
  pageWorldScript,
  type ExtensionMembers,
} from '../../../support/browsers/fake-extension.js';

const SCRIPT_URL = new URL('../../../../src/index.ts', import.meta.url).href;

export interface ExtensionPageOptions {
  /** How the extension defines its members; null: no extension. */
  members: ExtensionMembers | null;
  /** The extension loads after wm.js. */
  isLate?: boolean;
  /** The payment interval in milliseconds; null: no connected wallet. */
  paymentIntervalMs?: number | null;
  /** Attributes of the script tag. */
  attributes?: string;
  /** Markup before the page's listeners: the extension processes it before wm.js runs. */
  html?: string;
  /** The number of copies of wm.js. */
  copies?: number;
}

/** A separate page with a fake extension and wm.js, which records the events that it receives. */
export class ExtensionPage {
  readonly window: Window & typeof globalThis;
  readonly consoleWarnings: string[] = [];
  readonly errors: string[] = [];
  /** The calls of the page's listeners and handlers: listener, type, amount. */
  readonly receivedEvents: string[] = [];
  readonly #frame: HTMLIFrameElement;

  private constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
    this.window = frame.contentWindow as ExtensionPage['window'];
  }

  static async open(options: ExtensionPageOptions): Promise<ExtensionPage> {
    const { members, isLate, paymentIntervalMs = null, attributes = 'data-provider="simulate"' } = options;
    const extension = members
      ? `<script>${pageWorldScript(members)}</script><script>${isolatedWorldScript(paymentIntervalMs)}</script>`
      : '';
    const copies = Array.from({ length: options.copies ?? 1 }, (_, index) => `${SCRIPT_URL}?${index}`);
    const frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html><title>A page</title>
      <script>parent.begin(window)</script>
      ${isLate ? '' : extension}
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
    if (!page) throw new Error('The page has not started.');
    if (isLate)
      page.window.document.head.append(
        page.window.document.createRange().createContextualFragment(extension),
      );
    return page;
  }

  #begin(): void {
    this.window.console.warn = (line: unknown) => void this.consoleWarnings.push(String(line));
    this.window.addEventListener('error', ({ message }) => message && this.errors.push(message));
    this.window.addEventListener('unhandledrejection', ({ reason }) => this.errors.push(`${reason}`));
  }

  get state(): AgentState {
    const { monetization } = this.window.document;
    if (!monetization) throw new Error('The page has no agent.');
    return monetization.agentState;
  }

  /** Inserts a link with a listener and a handler of each kind, after the page's listeners. */
  addLink(href: string): HTMLLinkElement {
    const { document } = this.window;
    const link = document.createElement('link');
    link.rel = 'monetization';
    link.href = href;
    const targets: [string, EventTarget, boolean][] = [
      // `load` events do not reach the window.
      ['capturing', document, true],
      ['capturing at the window', this.window, true],
      ['at the link', link, false],
      ['bubbling', this.window, false],
    ];
    for (const [name, target, capture] of targets)
      for (const type of ['load', 'error', 'monetization', '__wm_ext_monetization'])
        target.addEventListener(type, (event) => event.target === link && this.#record(name, event), capture);
    link.onload = (event) => this.#record('onload', event);
    link.onerror = (event) => this.#record('onerror', event as Event);
    link.onmonetization = (event) => this.#record('onmonetization', event);
    document.onmonetization = (event) => this.#record('document.onmonetization', event);
    document.head.append(link);
    return link;
  }

  /** The amounts that one listener received. */
  amounts(by: string): string[] {
    return this.receivedEvents.flatMap((line) =>
      line.startsWith(`${by}: monetization `) ? line.split(' ').slice(-1) : [],
    );
  }

  /** All distinct events that were received. */
  get distinctEvents(): string[] {
    return [...new Set(this.receivedEvents)].sort();
  }

  close(): void {
    this.#frame.remove();
  }

  #record(by: string, event: Event): void {
    const { value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    this.receivedEvents.push(`${by}: ${event.type}${value === undefined ? '' : ` ${value}`}`);
  }
}
