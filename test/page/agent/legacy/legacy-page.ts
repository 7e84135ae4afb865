import type { LegacyDetail } from '../../../../src/page/agent/legacy/legacy-events.js';
import { AgentFixture } from '../support/agent-fixture.js';

const LEGACY_EVENT_TYPES = [
  'monetizationpending',
  'monetizationstart',
  'monetizationprogress',
  'monetizationstop',
];

/** A page from 2019: a `<meta>`, and listeners at `document.monetization`. */
export class LegacyPage extends AgentFixture {
  /** Each event with the state that the page read at that moment. */
  readonly receivedEvents: string[] = [];
  readonly details: LegacyDetail[] = [];
  readonly #metas: HTMLMetaElement[] = [];

  addMeta(content: string, parent: Element = document.head): HTMLMetaElement {
    const meta = document.createElement('meta');
    meta.name = 'monetization';
    meta.content = content;
    for (const type of ['load', 'error', 'monetization'])
      meta.addEventListener(type, () => this.events.push(`${type} ${meta.content}`));
    this.#metas.push(meta);
    parent.append(meta);
    return meta;
  }

  listen(): void {
    for (const type of LEGACY_EVENT_TYPES) {
      this.monetization.addEventListener(type, (event) => {
        this.receivedEvents.push(`${type.slice('monetization'.length)} ${this.monetization.state}`);
        this.details.push((event as CustomEvent<LegacyDetail>).detail);
      });
    }
  }

  /** Returns the events since the last call. */
  takeReceivedEvents(): string[] {
    this.details.length = 0;
    return this.receivedEvents.splice(0);
  }

  /** Opens a page and waits for its first payment. */
  async startPaid(): Promise<void> {
    this.start();
    this.listen();
    await this.waitForLegacyModule();
  }

  /** Waits until the legacy module is loaded and has run. */
  async waitForLegacyModule(): Promise<void> {
    await import('../../../../src/page/agent/legacy/legacy.js');
    await this.platform.advance();
    await this.platform.advance(10);
  }

  override stop(): void {
    super.stop();
    for (const meta of this.#metas) meta.remove();
  }
}
