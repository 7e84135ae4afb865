import type { Persona } from '../../protocol/sandbox/personas.js';
import { CurrencyTotals } from '../../protocol/currency-totals.js';
import { createHttpRelay } from '../relay-client/http-relay.js';
import type { Relay } from '../relay-client/relay.js';
import type { AgentContext } from './core/context.js';
import { isLocalSandbox, SIMULATE } from './core/is-simulation-allowed.js';
import { createModuleImporter } from './core/load-lazy-module.js';
import { createPageVisibility } from './core/page-visibility.js';
import type { PageVisibility } from './core/page-visibility.js';
import { capturePlatform } from './core/platform.js';
import type { Platform } from './core/platform.js';
import { createErrorReporter } from './diagnostics/report-error.js';
import { createLazySimulatedRelay } from './lazy-simulated-relay.js';
import { PaymentReplay } from './sessions/payment-replay.js';
import { PaymentStreaming } from './sessions/payment-streaming.js';
import { Sessions } from './sessions/sessions.js';
import { recordCalls } from './trace/trace-record.js';

export interface AgentOptions {
  /** The provider's origin, or `simulate` to simulate provider and wallets in the page, on local hosts. */
  provider: string;
  /** Additional hosts where `simulate` is allowed, separated by spaces. */
  simulateOn?: string | null;
  /** The simulated visitor. Default: the value of `?wm=` or `localStorage.wm`, or `paying`. */
  persona?: Persona | null;
  /** What `event.amountSent` contains: the amount that was sent (default), or that the receiver gets. */
  amountSent?: 'sender' | 'receiver';
  /**
   * URL of the directory of `wm.js`, which also contains the modules that load on demand. Default: the
   * modules are imported relative to this one, and `<wm-status>` is not defined.
   */
  directory?: string | null;
  /** Fetch the document's response headers once, and apply their policies. */
  policyHeaders?: boolean;
  /** Pay even if another agent may pay too. */
  force?: boolean;
  /** Stay passive if there is a native agent, even with a simulation or a local sandbox provider. */
  passive?: boolean;
  /** Whether there is a native agent, that is, `isSupported()` was true before `apply()`. */
  nativeAgent?: boolean;
  /** Whether the visitor has chosen this provider instead of the native agent. */
  chosenByVisitor?: boolean;
  relay?: Relay;
  platform?: Platform;
  visibility?: PageVisibility;
}

/** What the agent does in response to its own parts. */
export type AgentActions = Pick<AgentContext, 'scan' | 'notifyStateChange' | 'yieldToNativeAgent'>;

export function createContext(options: AgentOptions, actions: AgentActions): AgentContext {
  const platform = options.platform ?? capturePlatform();
  const own: Omit<AgentContext, 'sessions' | 'streaming'> = {
    relay:
      options.relay ??
      (options.provider === SIMULATE
        ? createLazySimulatedRelay(() => agent, options.simulateOn)
        : createHttpRelay(options.provider)),
    persona: options.persona ?? null,
    platform,
    visibility: options.visibility ?? createPageVisibility(document),
    amountSent: options.amountSent ?? 'sender',
    importModule: createModuleImporter(options.directory ?? null),
    policyHeaders: options.policyHeaders ?? false,
    policy: null,
    legacy: null,
    legacyMembers: new Set(),
    pendingDelivery: null,
    totals: new CurrencyTotals(),
    replay: new PaymentReplay(window),
    records: [],
    onTraceRecord: () => undefined,
    nativeAgent: options.chosenByVisitor ? 'replaced' : options.nativeAgent ? 'coexisting' : null,
    coexisting:
      !options.passive && !options.chosenByVisitor && isLocalSandbox(options.provider, options.simulateOn),
    description: null,
    connection: null,
    pausedByVisitor: false,
    error: null,
    stopped: false,
    report: createErrorReporter(platform),
    refreshConnection: () => undefined,
    ...actions,
  };
  const agent = own as AgentContext;
  Object.assign(agent, { sessions: new Sessions(agent), streaming: new PaymentStreaming(agent) });
  return recordCalls(agent);
}
