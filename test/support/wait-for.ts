/** The runner of the page tests ends a test after ten seconds, and then there would be no message. */
const TIMEOUT_MS = 'document' in globalThis ? 5_000 : 20_000;
const INTERVAL_MS = 10;
// Some tests replace the timers.
const { setTimeout } = globalThis;

export interface WaitOptions {
  timeoutMs?: number;
  /** What happens between two looks: a pause, or the test's clock advances. */
  between?(): Promise<unknown>;
}

/**
 * Waits until `condition` returns a true value, and returns it. For a condition inside a page of Puppeteer
 * use `page.waitForFunction`.
 * @param message what is waited for, or a function that also describes the state at the end.
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  message: string | (() => string) = String(condition),
  { timeoutMs = TIMEOUT_MS, between = pause }: WaitOptions = {},
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) {
      const text = typeof message === 'string' ? message : message();
      throw new Error(`Not within ${timeoutMs} ms: ${text}`);
    }
    await between();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
}
