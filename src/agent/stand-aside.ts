import type { MonetizationEvent } from '../page-api/monetization-event.js';
import { define } from '../page-api/patch.js';
import { Totals } from '../protocol/totals.js';
import type { apply } from '../page-api/apply.js';
import type { Agent, AgentOptions, startAgent } from './agent.js';
import { forgetChoice, isChosen, rememberChoice } from './choice.js';
import { startIdleAgent } from './idle-agent.js';
import { PAYMENT_EVENTS } from './other-agent.js';
import { watchOverdue } from './overdue.js';
import { pageVisibility } from './page-visibility.js';
import { importPartFrom } from './parts.js';
import { capturePlatform } from './platform.js';
import type { OtherAgentState } from './state.js';

export { stayBeside, tellOfOther } from './stay-beside.js';

/** Why an agent that has begun leaves the page to the other one: that one has paid, or the provider of this machine is no sandbox. */
export type YieldReason = 'paid' | 'no-sandbox';

/** Those of the agent whose provider the visitor may choose instead, if there is one; and: */
export interface StandAsideOptions extends Partial<AgentOptions> {
  /** Starts that agent. Without it there is no choice, nor with `standAside`. */
  startAgent?: typeof startAgent;
  /** To be called before, where it has not been. */
  apply?: typeof apply;
  /** `monetization` events that came by before this was loaded. */
  heard?: readonly Event[];
  reason?: YieldReason;
  /** Whether the visitor is clicking at this moment. */
  isActivated?: () => boolean;
}

const REASONS: Readonly<Record<YieldReason, string>> = {
  paid: 'Another agent has begun to pay on this page, so this one stops.',
  'no-sandbox': 'The provider of this machine is no sandbox, so this agent leaves the page to the other one.',
};

/** An extension or the browser itself pays on this page: request nothing, fire nothing, only show what it does. */
export function standAside(given: StandAsideOptions = {}): Agent {
  const { reason, ...options } = given;
  const { provider, heard } = options;
  const platform = options.platform ?? capturePlatform();
  const instead = options.startAgent && !options.standAside ? (provider ?? null) : null;
  if (instead && reason === 'paid') forgetChoice(instead);
  if (instead && isChosen(instead)) return payInstead(instead, options);

  if (reason) platform.warn(`[wm-polyfill] ${REASONS[reason]}`);
  const parts = { importPart: importPartFrom(options.directory ?? null), platform };
  const totals = new Totals();
  let otherAgent: OtherAgentState = reason === 'paid' ? 'paying' : 'waiting';
  const overdue = watchOverdue(platform, options.visibility ?? pageVisibility(document), () => {
    if (otherAgent === 'waiting') become('overdue');
  });
  const exposed = startIdleAgent('other-agent', parts, {
    render: () => ({
      otherAgent,
      provider: otherAgent === 'paying' ? null : instead,
      totals: totals.list(),
    }),
    scanned() {
      listen();
      if (otherAgent === 'waiting') overdue.update();
    },
  });

  function become(state: OtherAgentState): void {
    otherAgent = state;
    exposed.changed();
  }

  // On the way down, because a page may stop it on its way up; and again, because `document.open()` removes it.
  function listen(): void {
    for (const type of PAYMENT_EVENTS) addEventListener(type, hear, true);
  }

  /** Being there is not paying: only a payment event is. */
  function hear(event: Event): void {
    const { currency, value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    try {
      if (event.type === 'monetization') totals.add({ currency: String(currency), value: String(value) });
      overdue.stop();
      become('paying');
    } catch {
      // Not an amount: the other agent's business.
    }
  }

  function stop(): void {
    exposed.undo();
    overdue.stop();
    for (const type of PAYMENT_EVENTS) removeEventListener(type, hear, true);
  }

  heard?.forEach(hear);
  const { isActivated = isClicking } = options;
  if (instead) {
    addMethod(exposed, 'payInstead', () => {
      if (otherAgent !== 'overdue' || !isActivated()) return;
      rememberChoice(instead);
      stop();
      payInstead(instead, options);
    });
  }
  return { monetization: exposed.monetization, stop };
}

/** The visitor has chosen this provider, until the choice is taken back. */
function payInstead(provider: string, options: StandAsideOptions): Agent {
  options.apply?.();
  const agent = (options.startAgent as typeof startAgent)({ ...options, provider, chosen: true });
  addMethod(agent, 'standAside', () => {
    forgetChoice(provider);
    agent.stop();
    standAside({ ...options, heard: [] });
  });
  return agent;
}

function addMethod({ monetization }: Pick<Agent, 'monetization'>, name: string, value: () => void): void {
  define(monetization, name, { value, writable: true, configurable: true });
}

/** Or pressing a key. */
function isClicking(): boolean {
  return (navigator.userActivation as UserActivation | undefined)?.isActive ?? false;
}
