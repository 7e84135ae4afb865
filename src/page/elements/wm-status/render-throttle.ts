/** Faster updates would not be readable. */
const MIN_RENDER_INTERVAL_MS = 50;

/** Limits the rendering rate. */
export class RenderThrottle {
  #lastRenderAt = -MIN_RENDER_INTERVAL_MS;

  async ready(): Promise<void> {
    const remainingMs = this.#lastRenderAt + MIN_RENDER_INTERVAL_MS - performance.now();
    if (remainingMs > 0) await new Promise((resolve) => setTimeout(resolve, remainingMs));
    this.#lastRenderAt = performance.now();
  }
}
