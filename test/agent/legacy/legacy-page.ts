import type { LegacyDetail } from '../../../src/agent/legacy/legacy-events.js';
import { AgentFixture } from '../support/agent-fixture.js';

export const TYPES = ['monetizationpending', 'monetizationstart', 'monetizationprogress', 'monetizationstop'];

/** A page of 2019: a `<meta>`, and listeners at `document.monetization`. */
export class LegacyPage extends AgentFixture {
  /** Each event with the state that the page read when it came. */
  readonly heard: string[] = [];
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
    for (const type of TYPES) {
      this.monetization.addEventListener(type, (event) => {
        this.heard.push(`${type.slice('monetization'.length)} ${this.monetization.state}`);
        this.details.push((event as CustomEvent<LegacyDetail>).detail);
      });
    }
  }

  /** What was heard since the last call. */
  takeHeard(): string[] {
    this.details.length = 0;
    return this.heard.splice(0);
  }

  /** A page that is paid by now. */
  async startPaid(): Promise<void> {
    this.start();
    this.listen();
    await this.loaded();
  }

  /** The file of the first version has come, and what follows from it has happened. */
  async loaded(): Promise<void> {
    await import('../../../src/agent/legacy/legacy.js');
    await this.platform.advance();
    await this.platform.advance(10);
  }

  override stop(): void {
    super.stop();
    for (const meta of this.#metas) meta.remove();
  }
}
