import type { Frame, Page } from '@playwright/test';
import { KEY, type HeardPayment, type ReceivedPayment, type Shared } from '../control.js';

type Place = Record<symbol, Shared | undefined>;

/** Calls something in every document of the page. Frames that go meanwhile are none. */
export async function inEachFrame<Argument, Result>(
  page: Page,
  call: (argument: Argument) => Result,
  argument: Argument,
): Promise<[Result, ...Result[]]> {
  const callIn = (frame: Frame) => frame.evaluate<Result, unknown>(call as () => Result, argument);
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  // The page first: its mistakes are the test's.
  const own = await callIn(page.mainFrame());
  const others = await Promise.all(frames.map((frame) => callIn(frame).catch(() => undefined)));
  return [own, ...others.filter((result) => result !== undefined)];
}

/** All events that the documents of the page have heard, in order; null: the page has no kit. */
export async function paymentsOf(page: Page): Promise<ReceivedPayment[] | null> {
  const [own, ...others] = await inEachFrame(page, heardInPage, KEY);
  if (!own) return null;
  const heard = [own, ...others].flatMap((each) => each ?? []);
  return heard.sort((a, b) => a.at - b.at).map(({ payment }) => payment);
}

function heardInPage(key: string): HeardPayment[] | null {
  return (globalThis as unknown as Place)[Symbol.for(key)]?.control?.heard() ?? null;
}
