import type { LinkSession } from './link-session.js';

// https://webmonetization.org/specification/flows/#dfn-active-sessions-list
export class ActiveSessions {
  readonly #sessions: LinkSession[] = [];
  /** The current session iterator. At the list's length it is the end iterator. */
  #iterator = 0;

  get current(): LinkSession | undefined {
    return this.#sessions[this.#iterator];
  }

  some(condition: (session: LinkSession) => boolean): boolean {
    return this.#sessions.some(condition);
  }

  get size(): number {
    return this.#sessions.length;
  }

  has(session: LinkSession): boolean {
    return this.#sessions.includes(session);
  }

  append(session: LinkSession): void {
    if (!this.has(session)) this.#sessions.push(session);
  }

  // https://webmonetization.org/specification/flows/#dfn-end-session
  remove(session: LinkSession): void {
    const index = this.#sessions.indexOf(session);
    if (index < 0) return;
    this.#sessions.splice(index, 1);
    if (index < this.#iterator) this.#iterator--;
    if (this.#iterator >= this.#sessions.length) this.#iterator = 0;
  }

  /** Lets a session keep its turn, because its tick paid nothing. */
  makeCurrent(session: LinkSession): void {
    if (this.has(session)) this.#iterator = this.#sessions.indexOf(session);
  }

  // https://webmonetization.org/specification/flows/#dfn-select-next-session-for-payment
  selectNextSessionForPayment(): void {
    this.#iterator++;
    if (this.#iterator >= this.#sessions.length) this.#iterator = 0;
  }
}
