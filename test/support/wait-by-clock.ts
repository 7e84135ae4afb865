import { Frame } from 'puppeteer-core';

// Puppeteer looks with every frame that is drawn, and a page in which nothing moves, or a frame that is
// scrolled out of view, draws none: such a wait never ends. A clock's tick always comes.
const { waitForFunction } = Frame.prototype;
Frame.prototype.waitForFunction = function (
  this: Frame,
  condition: string,
  options?: object,
  ...values: unknown[]
) {
  return waitForFunction.call(this, condition, { polling: 50, ...options }, ...values);
} as typeof waitForFunction;
