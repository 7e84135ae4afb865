import type { WalletAddressDetails } from '../../../protocol/wallet-address-details.js';
import type { Session } from '../../../protocol/relay-messages.js';
import type { AgentError } from '../core/agent-error.js';

/** One processing of one link: from the fetch of the link until the link changes or is removed. */
// https://webmonetization.org/specification/flows/#dom-session
export interface LinkSession {
  /** The `<link>`, or the `<meta>` of the first version. */
  readonly linkElement: Element;
  readonly href: string;
  ended: boolean;
  /** True after a permanent failure. The session does not count towards the provider's session limit. */
  abandoned: boolean;
  /** The last event fired at the link. */
  lastEvent: 'load' | 'error' | null;
  walletDetails: WalletAddressDetails | null;
  /** The session at the provider, with its incoming payment. */
  relaySession: Session | null;
  /** True while the result of the last tick is unknown. It may have paid, so do not renew the session. */
  outcomeUnknown: boolean;
  /** Milliseconds until its next payment is due, from the provider's last response. */
  dueIn: number | null;
  /** When to replace `relaySession`, in milliseconds since the epoch. */
  renewAt: number;
  /** Makes a pending {@link waitUntil} check its condition again. */
  wake: () => void;
  /** Number of consecutive failures. */
  failures: number;
  error: AgentError | null;
}

export function createLinkSession(linkElement: Element, href: string): LinkSession {
  return {
    linkElement,
    href,
    ended: false,
    abandoned: false,
    lastEvent: null,
    walletDetails: null,
    relaySession: null,
    outcomeUnknown: false,
    dueIn: null,
    renewAt: 0,
    wake: () => undefined,
    failures: 0,
    error: null,
  };
}

/**
 * Resolves when the condition is true or the session has ended. Checks at once, and again at each `wake()`.
 * Only the session references the wait, so a removed link does not leak it.
 * @returns false if the session has ended.
 */
export async function waitUntil(session: LinkSession, condition: () => unknown): Promise<boolean> {
  while (!session.ended && !condition()) await new Promise<void>((resolve) => (session.wake = resolve));
  return !session.ended;
}
