import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Clock } from './core/clock.js';

const MIN_INTERVAL_MS = 10_000;

interface AnnouncementHost extends ReactiveControllerHost {
  readonly clock: Clock;
  readonly renderRoot: ParentNode;
}

/**
 * The last announcement of all elements with the same clock, so that two elements do not announce the same
 * text.
 */
const lastAnnouncements = new WeakMap<Clock, { text: string; at: number }>();

/**
 * Announces at most one text per ten seconds, the latest, so that a stream of payments does not flood screen
 * readers.
 */
export class Announcements implements ReactiveController {
  readonly #host: AnnouncementHost;
  #lastText: string | undefined;
  #lastAt = -Infinity;
  #timer: number | undefined;

  constructor(host: AnnouncementHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** The first text is not announced, because a screen reader reads it in the page. */
  announce(text: string): void {
    this.#stop();
    if (text === this.#lastText) return;
    if (this.#lastText === undefined) {
      this.#lastText = text;
      return;
    }
    const remainingMs = this.#lastAt + MIN_INTERVAL_MS - this.#host.clock.now();
    if (remainingMs > 0) this.#timer = this.#host.clock.setTimeout(() => this.#speakNow(text), remainingMs);
    else this.#speakNow(text);
  }

  /** The next text counts as the first again. */
  reset(): void {
    this.#stop();
    this.#lastText = undefined;
  }

  #stop(): void {
    this.#host.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #speakNow(text: string): void {
    const clock = this.#host.clock;
    const at = clock.now();
    this.#lastText = text;
    this.#lastAt = at;
    const last = lastAnnouncements.get(clock);
    if (last?.text === text && at - last.at < MIN_INTERVAL_MS) return;
    lastAnnouncements.set(clock, { text, at });
    const region = this.#host.renderRoot.querySelector('[role=status]');
    if (region) region.textContent = text;
  }
}
