import type { Page } from '@playwright/test';
import {
  CONTROL_KEY,
  type ClockControl,
  type LinkChoice,
  type MonetizationControl,
  type TestScenario,
  type SharedState,
} from '../control.js';
import { sumPayments } from '../sum-payments.js';
import { frameWithLink } from './frame-with-link.js';
import { evaluateInFrames, receivedPaymentsOf } from './frames.js';
import { installScript, installInDocument, latestScenario, requestScenario } from './install-scenario.js';

export type PlaywrightMonetization = MonetizationControl;

/** The methods of the in-page control that are called from here. */
type Method = 'pay' | 'use' | 'reset' | 'fail' | `clock.${keyof ClockControl}`;

/**
 * Adds Web Monetization to all following documents of this page. New pages of its browser context, including
 * popups, get the same visitor. The `monetization` fixture calls this. Call it yourself if you use Playwright
 * without its test runner, or to pay in a popup. Without a scenario, a popup keeps its visitor.
 */
export async function openMonetization(page: Page, scenario?: TestScenario): Promise<PlaywrightMonetization> {
  const initial = scenario ?? ((await page.opener()) ? latestScenario(page.context()) : undefined);
  let latest = initial;
  const playScenario = async (requested: TestScenario | undefined): Promise<void> => {
    await requestScenario(page, requested, initial);
    latest = requested;
  };
  await playScenario(initial);
  await installScript(page.context());
  // setContent() writes into the current document, which init scripts do not reach.
  const setContent = page.setContent.bind(page);
  page.setContent = async (...args) => {
    await installInDocument(page, latest, initial);
    await setContent(...args);
  };

  const callAll = async <Result>(method: Method, ...args: unknown[]): Promise<Result> => {
    const [own] = await evaluateInFrames(page, callInPage, { key: CONTROL_KEY, method, args });
    return own as Result;
  };
  const callAtLink = async <Result>(method: Method, choice: LinkChoice | undefined, args: unknown[]) => {
    if (!(await page.evaluate(hasControlInPage, CONTROL_KEY)))
      throw new Error(
        `[wm-polyfill] No page is loaded yet. Call monetization.${method}() after page.goto().`,
      );
    const frame = await frameWithLink(page, choice ?? {});
    return (await frame.evaluate(callInPage, { key: CONTROL_KEY, method, args })) as Result;
  };
  const received = async () => (await receivedPaymentsOf(page)) ?? [];

  return {
    pay: (value, currency, choice) => callAtLink('pay', choice, [value, currency, choice]),
    async use(requested) {
      // For the next documents, then for the current one.
      await playScenario(requested);
      await callAll('use', requested);
    },
    async reset() {
      await callAll('reset');
      await playScenario(initial);
    },
    fail: (code, choice) =>
      // With an href, the failure can be set before the link exists.
      typeof choice?.link === 'string'
        ? callAll('fail', code, choice)
        : callAtLink('fail', choice, [code, choice]),
    events: received,
    received: async () => sumPayments(await received()),
    clock: {
      advance: (duration) => callAll('clock.advance', duration),
      start: () => callAll('clock.start'),
      stop: () => callAll('clock.stop'),
      now: () => callAll('clock.now'),
    },
  };
}

/** Globals of the page. */
declare const top: unknown, self: unknown;

interface Call {
  readonly key: string;
  readonly method: Method;
  readonly args: readonly unknown[];
}

function callInPage({ key, method, args }: Call): unknown {
  const control = (globalThis as unknown as Record<symbol, SharedState | undefined>)[Symbol.for(key)]
    ?.control;
  // A frame without a link has nothing to control.
  if (method !== 'use' && top !== self && !control?.hasLink(null)) return undefined;
  const [name = '', member] = method.split('.');
  const owner = (member ? Reflect.get(control ?? {}, name) : control) as object | undefined;
  const steps = owner && (Reflect.get(owner, member ?? name) as (...args: unknown[]) => unknown);
  // Before the first page there is no control. Only `use` works, for the next document.
  if (!steps && name !== 'use')
    throw new Error(`[wm-polyfill] No page is loaded yet. Call monetization.${method}() after page.goto().`);
  return steps?.apply(owner, [...args]);
}

function hasControlInPage(key: string): boolean {
  return Boolean(
    (globalThis as unknown as Record<symbol, SharedState | undefined>)[Symbol.for(key)]?.control,
  );
}
