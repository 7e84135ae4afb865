import type { AgentError, AgentSession, AgentState, AgentStatus } from '../../../agent/state/state.js';

/**
 * The states of the element, and the names of its slots.
 * - `unsupported`: no agent was found, neither in the page nor in the browser
 * - `hidden`: paused because the page is hidden
 * - `native-agent-waiting`: another agent was found, but it has not paid this page
 */
export type StateName = 'unsupported' | 'hidden' | 'native-agent-waiting' | AgentStatus;

/** The actions of the visitor. */
export type Action = 'connect' | 'pause' | 'resume' | 'disconnect' | 'payInstead' | 'becomePassive';

/** All texts of `<wm-status>`. Assign a translation to its `messages` property. */
export interface Messages extends Readonly<Record<Action, string>> {
  /** The language tag of the texts. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly name: string;
  readonly sandbox: string;
  readonly sandboxDescription: string;
  readonly sent: string;
  readonly nothingSent: string;
  /** The label of the sparkline. */
  readonly lastMinutes: string;
  readonly budget: string;
  readonly spentOf: (spent: string, budget: string) => string;
  readonly ratePerHour: (rate: string) => string;
  readonly renewedOn: (day: string) => string;
  readonly links: string;
  /** The label of the persona selection in a sandbox. */
  readonly persona: string;
  /** Replaces the detail of `ready` while the agent looks up the wallets of links. */
  readonly checkingWallets: string;
  /** Replaces the detail of `ready` if all payable links belong to media that does not play. */
  readonly waitingForMedia: string;
  /** Replaces the detail of `ready` if no link of the page can be paid. */
  readonly unpayable: string;
  readonly paying: (receivers: readonly string[]) => string;
  /** `time` is the time until the next payment, such as "3 hours". */
  readonly nextPaymentAfter: (time: string) => string;
  /** The agent of this page and another agent are both active. */
  readonly besideNativeAgent: string;
  /**
   * The other agent has not paid for some time. `provider` is the provider that could pay instead, if any.
   */
  readonly nativeAgentNotPaying: (provider: string | null) => string;
  /** The visitor has chosen `provider` instead of the other agent. */
  readonly nativeAgentReplaced: (provider: string) => string;
  readonly states: Readonly<Record<StateName, { readonly title: string; readonly detail: string }>>;
  readonly linkStates: Readonly<Record<AgentSession['status'], string>>;
  /** Translated error messages and fixes, by code. Errors without an entry use the agent's English text. */
  readonly errors: Readonly<Partial<Record<AgentError['code'], readonly [message: string, fix: string]>>>;
}

/**
 * The texts that only the panel's file needs. It has the English ones, because few badges and bars need them.
 */
type PanelText =
  | 'lastMinutes'
  | 'budget'
  | 'spentOf'
  | 'ratePerHour'
  | 'renewedOn'
  | 'links'
  | 'persona'
  | 'payInstead'
  | 'becomePassive'
  | 'besideNativeAgent'
  | 'nativeAgentNotPaying'
  | 'nativeAgentReplaced'
  | 'linkStates';

export type PanelMessages = Pick<Messages, PanelText>;
export type CardMessages = Omit<Messages, PanelText>;

export function stateNameOf(state: AgentState | undefined): StateName {
  if (!state) return 'unsupported';
  if (state.status === 'native-agent' && /^(waiting|timed-out)$/.test(state.nativeAgent ?? ''))
    return 'native-agent-waiting';
  return state.status === 'paused' && state.pausedBy === 'hidden' ? 'hidden' : state.status;
}

/** `wm-pay-instead` for `payInstead`. */
export function eventTypeOf(action: Action): string {
  return `wm-${action.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
}
