import type { AgentError, AgentSession, AgentState, CurrencyTotal } from '../../../agent/state/state.js';
import { formatCurrencyTotal } from './amounts.js';
import {
  stateNameOf,
  type Action,
  type CardMessages,
  type PanelMessages,
  type StateName,
} from './messages.js';
import { formatDelay, formatError, formatReceiver } from './state-messages.js';

export type Variant = 'badge' | 'bar' | 'panel';

export function parseVariant(attribute: string): Variant {
  return attribute === 'badge' || attribute === 'bar' ? attribute : 'panel';
}

/** Everything that `<wm-status>` needs to render one state. */
export interface View {
  readonly variant: Variant;
  readonly state: AgentState | undefined;
  readonly name: StateName;
  readonly messages: CardMessages;
  /** The locale for numbers and dates. */
  readonly locale: string;
  formatAmount(amount: CurrencyTotal): string;
  formatReceiver(session: AgentSession): string;
  formatError(error: AgentError): string;
  /** The text for the visible time until the link is paid next; empty if that is soon. */
  formatDelay(session: AgentSession): string;
  /** The amounts paid to a link. */
  amountsOf(href: string): readonly CurrencyTotal[];
  requestAction(action: Action): void;
}

/** The same for the panel. */
export type PanelView = View & { readonly messages: PanelMessages };

type ViewParts = Pick<View, 'variant' | 'state' | 'messages' | 'locale' | 'amountsOf' | 'requestAction'>;

export function createView(parts: ViewParts): View {
  const { state, messages, locale } = parts;
  return {
    ...parts,
    name: stateNameOf(state),
    formatReceiver,
    formatAmount: (amount) => formatCurrencyTotal(amount, locale),
    formatError: (error) => formatError(error, messages),
    formatDelay: (session) => formatDelay(session, messages, locale),
  };
}
