import { CurrencyTotals } from '../../protocol/currency-totals.js';
import { createHttpRelay } from '../relay-client/http-relay.js';
import type { AgentContext } from './agent-context.js';
import type { AgentOptions } from './core/agent-options.js';
import { isLocalSandbox, SIMULATE } from './core/is-simulation-allowed.js';
import { createModuleImporter } from './core/load-lazy-module.js';
import { createPageVisibility } from './core/page-visibility.js';
import { capturePlatform } from './core/platform.js';
import { createErrorReporter } from './core/report-error.js';
import { createLazySimulatedRelay } from './lazy-simulated-relay.js';
import { PaymentReplay } from './sessions/payment-replay.js';
import { PaymentStreaming } from './sessions/payment-streaming.js';
import { Sessions } from './sessions/sessions.js';
import { recordCalls } from './trace/trace-record.js';

/** What the agent does in response to its own parts. */
export type AgentActions = Pick<AgentContext, 'scan' | 'notifyStateChange' | 'yieldToNativeAgent'>;

export function createContext(
  options: AgentOptions,
  description: Promise<Response> | undefined,
  actions: AgentActions,
): AgentContext {
  const platform = options.platform ?? capturePlatform();
  const own: Omit<AgentContext, 'relay' | 'sessions' | 'streaming'> = {
    persona: options.persona ?? null,
    platform,
    visibility: options.visibility ?? createPageVisibility(document),
    amountSent: options.amountSent,
    importModule: createModuleImporter(options.directory),
    policyHeaders: options.policyHeaders ?? false,
    policy: null,
    legacy: null,
    legacyMembers: new Set(),
    pendingDelivery: null,
    totals: new CurrencyTotals(),
    replay: new PaymentReplay(window),
    records: [],
    nativeAgent: options.chosenByVisitor ? 'replaced' : options.nativeAgent ? 'coexisting' : null,
    coexisting:
      !options.passive && !options.chosenByVisitor && isLocalSandbox(options.provider, options.simulateOn),
    description: null,
    connection: null,
    pausedByVisitor: false,
    error: null,
    stopped: false,
    report: createErrorReporter(platform),
    ...actions,
  };
  const agent = own as AgentContext;
  return Object.assign(agent, {
    relay: recordCalls(
      agent,
      options.relay ??
        (options.provider === SIMULATE
          ? createLazySimulatedRelay(agent, options.simulateOn)
          : createHttpRelay(options.provider, { firstResponse: description })),
    ),
    sessions: new Sessions(agent),
    streaming: new PaymentStreaming(agent),
  });
}
