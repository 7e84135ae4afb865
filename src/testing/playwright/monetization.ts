import type { Page } from '@playwright/test';
import {
  KEY,
  type ClockControl,
  type LinkChoice,
  type MonetizationControl,
  type Scenario,
  type Shared,
} from '../control.js';
import { sumOf } from '../sum.js';
import { frameWithLink } from './frame-with-link.js';
import { inEachFrame, paymentsOf } from './frames.js';
import { equip, equipDocument, latestWanted, want } from './wanted.js';

export type PlaywrightMonetization = MonetizationControl;

/** What of the page's side is called from here. */
type Method = 'pay' | 'use' | 'reset' | 'fail' | `clock.${keyof ClockControl}`;

/**
 * Gives this page Web Monetization, from now on and wherever it goes. New pages of its context, popups among them, find the same visitor. The fixture does it;
 * this is for Playwright without its test runner, and for a popup that is to be paid: without a scenario it keeps the visitor that it has found.
 */
export async function openMonetization(page: Page, scenario?: Scenario): Promise<PlaywrightMonetization> {
  const first = scenario ?? ((await page.opener()) ? latestWanted(page.context()) : undefined);
  let latest = first;
  const wantFromNowOn = async (wanted: Scenario | undefined): Promise<void> => {
    await want(page, wanted, first);
    latest = wanted;
  };
  await wantFromNowOn(first);
  await equip(page.context());
  // Init scripts are for documents to come, and this method writes into the one that is there.
  const setContent = page.setContent.bind(page);
  page.setContent = async (...given) => {
    await equipDocument(page, latest, first);
    await setContent(...given);
  };

  const callAll = async <Result>(method: Method, ...given: unknown[]): Promise<Result> => {
    const [own] = await inEachFrame(page, callInPage, { key: KEY, method, given });
    return own as Result;
  };
  const callAtLink = async <Result>(method: Method, choice: LinkChoice | undefined, given: unknown[]) => {
    if (!(await page.evaluate(hasKitInPage, KEY)))
      throw new Error(
        `[wm-polyfill] No page is loaded yet: monetization.${method}() comes after page.goto().`,
      );
    const frame = await frameWithLink(page, choice ?? {});
    return (await frame.evaluate(callInPage, { key: KEY, method, given })) as Result;
  };
  const received = async () => (await paymentsOf(page)) ?? [];

  return {
    pay: (value, currency, choice) => callAtLink('pay', choice, [value, currency, choice]),
    async use(wanted) {
      // Held until the next page asks, and played by the one that is there.
      await wantFromNowOn(wanted);
      await callAll('use', wanted);
    },
    async reset() {
      await callAll('reset');
      await wantFromNowOn(first);
    },
    fail: (code, choice) =>
      // By its href a link may be failed before it is in the page.
      typeof choice?.link === 'string'
        ? callAll('fail', code, choice)
        : callAtLink('fail', choice, [code, choice]),
    events: received,
    received: async () => sumOf(await received()),
    clock: {
      advance: (duration) => callAll('clock.advance', duration),
      start: () => callAll('clock.start'),
      stop: () => callAll('clock.stop'),
      now: () => callAll('clock.now'),
    },
  };
}

/** As a page's script sees them. */
declare const top: unknown, self: unknown;

interface Call {
  readonly key: string;
  readonly method: Method;
  readonly given: readonly unknown[];
}

function callInPage({ key, method, given }: Call): unknown {
  const control = (globalThis as unknown as Record<symbol, Shared | undefined>)[Symbol.for(key)]?.control;
  // In a frame without a link nothing happens that could be steered.
  if (method !== 'use' && top !== self && !control?.hasLink(null)) return undefined;
  const [name = '', member] = method.split('.');
  const owner = (member ? Reflect.get(control ?? {}, name) : control) as object | undefined;
  const steps = owner && (Reflect.get(owner, member ?? name) as (...given: unknown[]) => unknown);
  // Before the first page there is nobody to ask, and what is wanted waits for it.
  if (!steps && name !== 'use')
    throw new Error(`[wm-polyfill] No page is loaded yet: monetization.${method}() comes after page.goto().`);
  return steps?.apply(owner, [...given]);
}

function hasKitInPage(key: string): boolean {
  return Boolean((globalThis as unknown as Record<symbol, Shared | undefined>)[Symbol.for(key)]?.control);
}
