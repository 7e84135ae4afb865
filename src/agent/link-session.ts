import type { WalletAddressDetails } from '../protocol/dictionaries.js';
import type { Session } from '../protocol/relay-messages.js';
import type { AgentError } from './state.js';

/** One processing of one link: it begins with the link's request and ends when the link changes or goes. */
// https://webmonetization.org/specification/flows/#dom-session
export interface LinkSession {
  /** The `<link>`, or for v1 the `<meta>`. */
  readonly linkElement: Element;
  readonly href: string;
  ended: boolean;
  /** It takes no place among the sessions that the provider allows. */
  refused: boolean;
  /** The event that the link got last. */
  announced: 'load' | 'error' | null;
  walletDetails: WalletAddressDetails | null;
  /** The session at the provider, with its incoming payment. */
  payment: Session | null;
  /** Its last tick has failed, and may have paid: not replaced before the provider has said what came of it. */
  unsure: boolean;
  /** Milliseconds until its next payment is due, as the provider said last. */
  dueIn: number | null;
  /** When to replace `payment` by a new one. */
  renewAt: number;
  /** Lets the session look again whether what it waits for has come. */
  wake: () => void;
  /** How often in a row it has failed. */
  failures: number;
  error: AgentError | null;
}

export function createLinkSession(linkElement: Element, href: string): LinkSession {
  return {
    linkElement,
    href,
    ended: false,
    refused: false,
    announced: null,
    walletDetails: null,
    payment: null,
    unsure: false,
    dueIn: null,
    renewAt: 0,
    wake: () => undefined,
    failures: 0,
    error: null,
  };
}

/**
 * Resolves when the condition holds or the session has ended, looking at once and whenever it is woken. Nothing but the session itself
 * knows of the wait, so a link that goes away takes it along.
 */
export async function waitUntil(session: LinkSession, holds: () => unknown): Promise<void> {
  while (!session.ended && !holds()) await new Promise<void>((resolve) => (session.wake = resolve));
}
