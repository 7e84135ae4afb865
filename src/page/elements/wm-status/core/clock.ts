/** A test can replace it to control time. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delay: number): number;
  clearTimeout(id: number | undefined): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delay) => window.setTimeout(callback, delay),
  clearTimeout: (id) => window.clearTimeout(id),
};
