import { backoffDelay } from '../core/backoff.js';
import type { SessionContext } from './session-context.js';
import { delay } from '../core/delay.js';
import { createLinkSession, type LinkSession } from './link-session.js';
import { linkedResourceFetchSetupSteps, loadLink } from './linked-resource.js';
import { deleteSession, openSession } from './open-session.js';

/** The sessions of the document, by their link. */
export class Sessions {
  readonly #agent: SessionContext;
  // Not a base class, because the page may have replaced `Map`.
  readonly byLink: Map<Element, LinkSession> = new Map();

  constructor(agent: SessionContext) {
    this.#agent = agent;
  }

  values(): Iterable<LinkSession> {
    return this.byLink.values();
  }

  // https://webmonetization.org/specification/flows/#dfn-initiate-a-session
  initiateSession(linkElement: Element, href: string): void {
    const session = createLinkSession(linkElement, href);
    if (!linkedResourceFetchSetupSteps(session)) return;
    this.byLink.set(linkElement, session);
    this.#agent.notifyStateChange();
    void this.#establish(session);
  }

  // https://webmonetization.org/specification/flows/#dfn-end-session
  endSession(linkElement: Element): void {
    const session = this.byLink.get(linkElement);
    if (!session) return;
    this.#remove(session);
    this.#retryOverLimitSession();
  }

  // https://webmonetization.org/specification/flows/#dfn-end-sessions-for-document
  endSessionsForDocument(): void {
    for (const session of [...this.byLink.values()]) this.#remove(session);
  }

  /** Ends payments for this link until the page changes it. */
  abandonSession(session: LinkSession): void {
    session.abandoned = true;
    this.#suspend(session);
    if (session.error?.code !== 'session-limit') this.#retryOverLimitSession();
  }

  /** Replaces the session at the provider by a new one. Waits first if it has failed before. */
  renewSession(session: LinkSession): void {
    const { platform } = this.#agent;
    const retryDelay = session.failures > 0 ? backoffDelay(platform, session.failures - 1) : 0;
    this.#suspend(session);
    if (retryDelay === 0) void openSession(this.#agent, session);
    else void delay(platform, retryDelay).then(() => openSession(this.#agent, session));
  }

  /** Loads the link, unless that has succeeded before. Then opens the session. */
  async #establish(session: LinkSession): Promise<void> {
    if (session.walletDetails || (await loadLink(this.#agent, session)))
      await openSession(this.#agent, session);
  }

  #remove(session: LinkSession): void {
    session.ended = true;
    session.wake();
    this.byLink.delete(session.linkElement);
    this.#suspend(session);
  }

  /** Removes the session from the active sessions list and deletes it at the provider. */
  #suspend(session: LinkSession): void {
    const agent = this.#agent;
    agent.streaming.remove(session);
    if (session.relaySession) void deleteSession(agent, session.relaySession.id);
    session.relaySession = null;
    agent.notifyStateChange();
  }

  /** Retries the first session that was over the session limit. Call it when another session has ended. */
  #retryOverLimitSession(): void {
    for (const session of this.byLink.values()) {
      if (!session.abandoned || session.error?.code !== 'session-limit') continue;
      session.abandoned = false;
      return void this.#establish(session);
    }
  }
}
