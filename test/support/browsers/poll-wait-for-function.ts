import { Frame } from 'puppeteer-core';

// By default Puppeteer checks in each animation frame. A page without animation, or a frame that is scrolled
// out of view, draws no frames, so the wait never ends. A timer always fires.
const { waitForFunction } = Frame.prototype;
Frame.prototype.waitForFunction = function (
  this: Frame,
  condition: string,
  options?: object,
  ...values: unknown[]
) {
  return waitForFunction
    .call(this, condition, { polling: 50, ...options }, ...values)
    .catch((error: Error) => {
      // Puppeteer's message states only the time.
      error.message += `: ${condition}`;
      throw error;
    });
} as typeof waitForFunction;
