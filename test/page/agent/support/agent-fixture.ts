import { startAgent, type Agent, type AgentOptions } from '../../../../src/page/agent/agent.js';
import type { AgentState } from '../../../../src/page/agent/state/state.js';
import { FakePlatform, FakeVisibility } from './fake-platform.js';
import { FakeRelay } from './fake-relay.js';

/** An agent in this document with a manual clock, visibility and relay. */
export class AgentFixture {
  readonly platform = new FakePlatform();
  readonly visibility = new FakeVisibility();
  readonly relay = new FakeRelay();
  readonly events: string[] = [];
  #agent: Agent | undefined;
  readonly #links: HTMLLinkElement[] = [];
  readonly #log = (event: Event): void => {
    this.events.push(`${event.type} ${(event.target as HTMLLinkElement).id}`);
  };

  start(options: Partial<AgentOptions> = {}): void {
    const { platform, visibility, relay } = this;
    this.#agent = startAgent({ provider: relay.provider, platform, visibility, relay, ...options });
  }

  get monetization(): Agent['monetization'] {
    if (!this.#agent) throw new Error('The agent is not started.');
    return this.#agent.monetization;
  }

  get state(): AgentState {
    return this.monetization.agentState;
  }

  /** A link that is not yet in the document. */
  createLink(name: string, attributes: Record<string, string> = {}): HTMLLinkElement {
    const link = document.createElement('link');
    link.id = name;
    const all = { rel: 'monetization', href: `https://wallet.example/${name}`, ...attributes };
    for (const [key, value] of Object.entries(all)) link.setAttribute(key, value);
    for (const type of ['load', 'error', 'monetization']) link.addEventListener(type, this.#log);
    this.#links.push(link);
    return link;
  }

  addLink(name: string, attributes: Record<string, string> = {}): HTMLLinkElement {
    const link = this.createLink(name, attributes);
    document.head.append(link);
    return link;
  }

  eventsOf(type: string): string[] {
    return this.events.filter((event) => event.startsWith(type));
  }

  stop(): void {
    this.#agent?.stop();
    for (const link of this.#links) link.remove();
  }
}
