import { isUsableConnection } from '../../../protocol/relay-messages.js';
import type { SessionContext } from './session-context.js';
import { MAX_TIMEOUT_MS } from '../core/delay.js';
import { isInScope } from '../links/media-scope.js';
import { ActiveSessions } from './active-sessions.js';
import type { LinkSession } from './link-session.js';
import { sendTick } from './send-tick.js';

/** Pays the active sessions in turn. Owns their list, the current session iterator, and the one timer. */
export class PaymentStreaming {
  readonly activeSessions: ActiveSessions = new ActiveSessions();
  /** True while the response to a tick is pending. */
  inFlight = false;
  /** Milliseconds left to wait for the next tick. Only time in which the page is visible counts. */
  remaining = 0;
  /** Number of consecutive failed ticks. */
  failures = 0;
  readonly #agent: SessionContext;
  #timer: number | null = null;
  #timerSetAt = 0;

  constructor(agent: SessionContext) {
    this.#agent = agent;
  }

  add(session: LinkSession): void {
    this.activeSessions.append(session);
    this.#agent.notifyStateChange();
    this.schedulePaymentStreamingTick();
  }

  remove(session: LinkSession): void {
    this.activeSessions.remove(session);
    this.#resetWhenIdle();
  }

  /** Resumes or pauses payments. Call it after each change that {@link mayPay} depends on. */
  update(): void {
    for (const session of this.#agent.sessions.values()) session.wake();
    if (this.mayPay) this.schedulePaymentStreamingTick();
    else this.pause();
    this.#agent.notifyStateChange();
  }

  /** Pauses the timer and keeps the remaining delay, because hidden time is not paid. */
  pause(): void {
    if (this.#timer === null) return;
    const { platform } = this.#agent;
    platform.clearTimeout(this.#timer);
    this.#timer = null;
    const elapsed = Math.max(0, platform.now() - this.#timerSetAt);
    this.remaining = Math.max(0, this.remaining - elapsed);
  }

  get mayPay(): boolean {
    const { connection, pausedByVisitor, visibility, stopped } = this.#agent;
    return (
      !stopped &&
      !pausedByVisitor &&
      visibility.visible &&
      this.activeSessions.some(isInScope) &&
      isUsableConnection(connection)
    );
  }

  // Differs from the spec: the provider determines the delay, and there is no delay before the first payment.
  // The session is selected when the tick is due, so that a link that has been removed meanwhile does not use
  // up a turn. A session keeps its turn until it has been paid.
  // https://webmonetization.org/specification/flows/#dfn-schedule-payment-streaming-tick
  schedulePaymentStreamingTick(): void {
    if (this.#timer !== null || this.inFlight || !this.mayPay) return;
    const { platform } = this.#agent;
    this.#timerSetAt = platform.now();
    this.#timer = platform.setTimeout(
      () => {
        this.#timer = null;
        this.remaining = 0;
        // The links may have changed.
        this.#agent.scan();
        const session = this.mayPay && this.#takeSessionInScope();
        if (session) void this.#tick(session);
      },
      Math.min(this.remaining, MAX_TIMEOUT_MS),
    );
  }

  /** Takes the next session that may be paid now. */
  #takeSessionInScope(): LinkSession | undefined {
    let session: LinkSession | undefined;
    do {
      session = this.activeSessions.current;
      this.activeSessions.selectNextSessionForPayment();
    } while (session && !isInScope(session));
    return session;
  }

  async #tick(session: LinkSession): Promise<void> {
    const agent = this.#agent;
    const { relaySession } = session;
    if (!relaySession) return;
    if (agent.platform.now() >= session.renewAt && !session.outcomeUnknown)
      agent.sessions.renewSession(session);
    else {
      this.inFlight = true;
      this.remaining = await sendTick(agent, session, relaySession);
      this.inFlight = false;
      this.#resetWhenIdle();
      agent.notifyStateChange();
    }
    this.schedulePaymentStreamingTick();
  }

  /** Clears the payment errors when no session is left, because no further tick would clear them. */
  #resetWhenIdle(): void {
    const agent = this.#agent;
    if (this.activeSessions.size > 0 || !isUsableConnection(agent.connection)) return;
    agent.error = null;
    this.pause();
    this.remaining = this.failures = 0;
  }
}
