import type { Frame, Page } from '@playwright/test';
import { CONTROL_KEY, type TimedPayment, type ReceivedPayment, type SharedState } from '../control.js';

type PageGlobals = Record<symbol, SharedState | undefined>;

/** Calls a function in every document of the page. Frames that are removed meanwhile are ignored. */
export async function evaluateInFrames<Argument, Result>(
  page: Page,
  call: (argument: Argument) => Result,
  argument: Argument,
): Promise<[Result, ...Result[]]> {
  const callIn = (frame: Frame) => frame.evaluate<Result, unknown>(call as () => Result, argument);
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  // The page first: its errors reach the test.
  const own = await callIn(page.mainFrame());
  const others = await Promise.all(frames.map((frame) => callIn(frame).catch(() => undefined)));
  return [own, ...others.filter((result) => result !== undefined)];
}

/** All events that the documents of the page received, in order; null if the page has no testing kit. */
export async function receivedPaymentsOf(page: Page): Promise<ReceivedPayment[] | null> {
  const [own, ...others] = await evaluateInFrames(page, timedPaymentsInPage, CONTROL_KEY);
  if (!own) return null;
  const payments = [own, ...others].flatMap((each) => each ?? []);
  return payments.sort((a, b) => a.at - b.at).map(({ payment }) => payment);
}

function timedPaymentsInPage(key: string): TimedPayment[] | null {
  return (globalThis as unknown as PageGlobals)[Symbol.for(key)]?.control?.timedPayments() ?? null;
}
