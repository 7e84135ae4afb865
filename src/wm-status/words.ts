import type { AgentError, AgentSession, AgentState, AgentStatus } from '../agent/state.js';

/**
 * `unsupported`: neither this page nor the browser has an agent, as far as anybody can tell · `hidden` paused because the page is hidden ·
 * `other-agent-waiting` another agent is there, and has not paid this page. Also the names of the element's slots.
 */
export type StateName = 'unsupported' | 'hidden' | 'other-agent-waiting' | AgentStatus;

/** What the visitor can ask for. */
export type Action = 'connect' | 'pause' | 'resume' | 'disconnect' | 'payInstead' | 'standAside';

/** Everything `<wm-status>` can say. Assign a translation to its `words` property. */
export interface Words extends Readonly<Record<Action, string>> {
  /** Language tag of these words. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly name: string;
  readonly sandbox: string;
  readonly sandboxMeans: string;
  readonly sent: string;
  readonly nothingSent: string;
  /** What the sparkline shows. */
  readonly lastMinutes: string;
  readonly budget: string;
  readonly spentOf: (spent: string, budget: string) => string;
  readonly ratePerHour: (rate: string) => string;
  readonly renewedOn: (day: string) => string;
  readonly links: string;
  /** Whom the sandbox plays. */
  readonly persona: string;
  /** Instead of the detail of `ready` while wallets of links are asked, and when no link of the page works. */
  readonly asking: string;
  /** Every link that could be paid belongs to a media element that does not play. */
  readonly waiting: string;
  readonly unpayable: string;
  readonly paying: (receivers: readonly string[]) => string;
  /** The least that the receiver can be paid accrues for so long. */
  readonly paidAfter: (time: string) => string;
  /** This page's own agent runs, and there is another one. */
  readonly besideOther: string;
  /** The other one has not paid for long: what to do, with the provider that may be chosen instead, if there is one. */
  readonly otherOverdue: (provider: string | null) => string;
  /** The visitor has chosen that provider. */
  readonly otherReplaced: (provider: string) => string;
  readonly states: Readonly<Record<StateName, { readonly title: string; readonly detail: string }>>;
  readonly linkStates: Readonly<Record<AgentSession['status'], string>>;
  /** What happened and what to do, by code. Where there is nothing, the agent's own English is shown. */
  readonly errors: Readonly<Partial<Record<AgentError['code'], readonly [message: string, fix: string]>>>;
}

export function stateNameOf(state: AgentState | undefined): StateName {
  if (!state) return 'unsupported';
  if (state.status === 'other-agent' && /^(waiting|overdue)$/.test(state.otherAgent ?? ''))
    return 'other-agent-waiting';
  return state.status === 'paused' && state.pausedBy === 'hidden' ? 'hidden' : state.status;
}

/** `wm-pay-instead` for `payInstead`. */
export function eventTypeOf(action: Action): string {
  return `wm-${action.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
}
