import type { AgentError, AgentSession, AgentState, CurrencyTotal } from '../agent/state.js';
import type { Action, StateName, Words } from './words.js';

export type Variant = 'badge' | 'bar' | 'panel';

export function variantOf(attribute: string): Variant {
  return attribute === 'badge' || attribute === 'bar' ? attribute : 'panel';
}

/** Everything that `<wm-status>` shows at one moment, and what can be done about it. */
export interface View {
  readonly variant: Variant;
  readonly state: AgentState | undefined;
  readonly name: StateName;
  readonly words: Words;
  /** Numbers and dates are written for it. */
  readonly locale: string;
  write(amount: CurrencyTotal): string;
  receiverOf(session: AgentSession): string;
  sentencesOf(error: AgentError): string;
  /** How long this page has to be looked at until a link is paid, or nothing. */
  waitOf(session: AgentSession): string;
  /** What a link was paid. */
  amountsOf(href: string): readonly CurrencyTotal[];
  ask(action: Action): void;
}
