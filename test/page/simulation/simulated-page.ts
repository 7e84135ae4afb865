import { startAgent, type Agent, type AgentOptions } from '../../../src/page/agent/agent.js';
import { capturePlatform } from '../../../src/page/agent/core/platform.js';
import { apply } from '../../../src/page/api/apply.js';
import { simulation, type SimulationOptions } from '../../../src/simulate.js';

export { simulation };

/** An agent in this document with a simulated provider and a stopped clock. */
export class SimulatedPage {
  /** `type link value currency`, for each received event. */
  readonly events: string[] = [];
  readonly warnings: string[] = [];
  #agent: Agent | undefined;
  #undo = (): void => undefined;
  readonly #links: Element[] = [];

  start(scenario: SimulationOptions = {}, options: Partial<AgentOptions> = {}): void {
    simulation.use(scenario);
    simulation.clock.stop();
    this.#undo = apply();
    const platform = { ...capturePlatform(), warn: (line: string) => void this.warnings.push(line) };
    this.#agent = startAgent({ provider: 'simulate', platform, ...options });
  }

  get monetization(): Agent['monetization'] {
    if (!this.#agent) throw new Error('The agent is not started.');
    return this.#agent.monetization;
  }

  addLink(name: string, parent: Element = document.head): HTMLLinkElement {
    const link = document.createElement('link');
    link.rel = 'monetization';
    link.id = name;
    link.href = `https://wallet.example/${name}`;
    for (const type of ['load', 'error']) {
      link.addEventListener(type, () => this.events.push(`${type} ${name}`));
    }
    link.addEventListener('monetization', ({ amountSent: { value, currency } }) =>
      this.events.push(`monetization ${name} ${value} ${currency}`),
    );
    this.#links.push(link);
    parent.append(link);
    return link;
  }

  paymentsOf(name = ''): string[] {
    return this.events.filter((event) => event.startsWith(`monetization ${name}`));
  }

  stop(): void {
    this.#agent?.stop();
    this.#undo();
    for (const link of this.#links) link.remove();
  }
}
