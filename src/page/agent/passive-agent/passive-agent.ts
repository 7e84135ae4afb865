import type { MonetizationEvent } from '../../api/monetization-event.js';
import { define } from '../../api/patch.js';
import { CurrencyTotals } from '../../../protocol/currency-totals.js';
import type { apply } from '../../api/apply.js';
import type { AgentOptions } from '../core/agent-options.js';
import type { YieldReason } from '../core/context.js';
import { clearProviderChoice, isProviderChosen, storeProviderChoice } from './provider-choice.js';
import { startIdleAgent } from './idle-agent.js';
import { PAYMENT_EVENTS } from './native-agent-events.js';
import { watchPaymentTimeout } from './payment-timeout.js';
import { createPageVisibility } from '../core/page-visibility.js';
import { createModuleImporter } from '../core/load-lazy-module.js';
import { capturePlatform } from '../core/platform.js';
import type { NativeAgentState } from '../core/native-agent-state.js';
import type { Options } from '../../../protocol/options.js';
import type { Agent } from '../state/state.js';

export { coexistWithNativeAgent } from './coexist-with-native-agent.js';

/** Includes the options of the agent that the visitor may choose instead of the native agent. */
export interface PassiveAgentOptions extends Options<AgentOptions> {
  /** Starts that agent. Without it, or with `passive`, the visitor cannot choose. */
  startAgent?: ((options: AgentOptions) => Agent) | undefined;
  /** Called before `startAgent`, if the polyfill has not been applied yet. */
  apply?: typeof apply | undefined;
  /** `monetization` events that fired before this module was loaded. */
  earlyEvents?: readonly Event[] | undefined;
  reason?: YieldReason | undefined;
  /** Whether the visitor is clicking or pressing a key now. Default: the browser's user activation. */
  isActivated?: (() => boolean) | undefined;
}

const YIELD_MESSAGES: Readonly<Record<YieldReason, string>> = {
  paid: 'Another Web Monetization agent has paid a link of this page, so this agent stops.',
  'no-sandbox':
    'The local provider is not a sandbox, so this agent stops. Another Web Monetization agent is present and may pay.',
};

/**
 * Starts a passive agent, for a page where an extension or the browser provides Web Monetization. It sends no
 * requests and fires no `monetization` events. It only exposes what the native agent does.
 */
export function observeNativeAgent(init: PassiveAgentOptions = {}): Agent {
  const { reason, ...options } = init;
  const { provider, earlyEvents } = options;
  const platform = options.platform ?? capturePlatform();
  const alternativeProvider = options.startAgent && !options.passive ? (provider ?? null) : null;
  if (alternativeProvider && reason === 'paid') clearProviderChoice(alternativeProvider);
  if (alternativeProvider && isProviderChosen(alternativeProvider))
    return payInstead(alternativeProvider, options);

  if (reason) platform.warn(`[wm-polyfill] ${YIELD_MESSAGES[reason]}`);
  const moduleLoader = { importModule: createModuleImporter(options.directory), platform };
  const totals = new CurrencyTotals();
  let nativeAgent: NativeAgentState = reason === 'paid' ? 'paying' : 'waiting';
  const paymentTimeout = watchPaymentTimeout(
    platform,
    options.visibility ?? createPageVisibility(document),
    () => {
      if (nativeAgent === 'waiting') setNativeAgentState('timed-out');
    },
  );
  const exposed = startIdleAgent('native-agent', moduleLoader, {
    render: () => ({
      nativeAgent,
      provider: nativeAgent === 'paying' ? null : alternativeProvider,
      totals: totals.list(),
    }),
    onScan() {
      listen();
      if (nativeAgent === 'waiting') paymentTimeout.update();
    },
  });

  function setNativeAgentState(state: NativeAgentState): void {
    nativeAgent = state;
    exposed.notifyStateChange();
  }

  // Capturing, because the page may stop propagation. Repeated at each scan, because `document.open()`
  // removes all listeners.
  function listen(): void {
    for (const type of PAYMENT_EVENTS) addEventListener(type, processPaymentEvent, true);
  }

  /** Only a payment event shows that the native agent is set up. Its presence alone does not. */
  function processPaymentEvent(event: Event): void {
    const { currency, value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    try {
      if (event.type === 'monetization') totals.add({ currency: String(currency), value: String(value) });
      paymentTimeout.stop();
      setNativeAgentState('paying');
    } catch {
      // A malformed amount. Ignore the event.
    }
  }

  function stop(): void {
    exposed.undo();
    paymentTimeout.stop();
    for (const type of PAYMENT_EVENTS) removeEventListener(type, processPaymentEvent, true);
  }

  earlyEvents?.forEach(processPaymentEvent);
  const { isActivated = hasUserActivation } = options;
  if (alternativeProvider) {
    addMethod(exposed, 'payInstead', () => {
      if (nativeAgent !== 'timed-out' || !isActivated()) return;
      storeProviderChoice(alternativeProvider);
      stop();
      payInstead(alternativeProvider, options);
    });
  }
  return { monetization: exposed.monetization, stop };
}

/** Starts the agent that the visitor has chosen instead of the native agent. */
function payInstead(provider: string, options: PassiveAgentOptions): Agent {
  options.apply?.();
  const agent = (options.startAgent as (options: AgentOptions) => Agent)({
    ...options,
    provider,
    chosenByVisitor: true,
  });
  addMethod(agent, 'becomePassive', () => {
    clearProviderChoice(provider);
    agent.stop();
    observeNativeAgent({ ...options, earlyEvents: [] });
  });
  return agent;
}

function addMethod({ monetization }: Pick<Agent, 'monetization'>, name: string, value: () => void): void {
  define(monetization, name, { value, writable: true, configurable: true });
}

function hasUserActivation(): boolean {
  return (navigator.userActivation as UserActivation | undefined)?.isActive ?? false;
}
