import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parseScenario } from '../../relay/simulated/scenario.js';
import { KEY, type ClockControl, type MonetizationControl, type Scenario, type Shared } from '../control.js';

export type PlaywrightMonetization = MonetizationControl;

/** What of the page's side is called from here. */
type Method = 'pay' | 'use' | 'reset' | 'fail' | 'events' | 'received' | `clock.${keyof ClockControl}`;

let kit: string | undefined;

/** Gives this page Web Monetization, from now on and wherever it goes. The fixture does it; this is for Playwright without its test runner. */
export async function openMonetization(page: Page, scenario?: Scenario): Promise<PlaywrightMonetization> {
  let order = 0;
  let latest = scenario;
  const want = (wanted: Scenario | undefined): string => {
    if (wanted !== undefined) parseScenario(wanted);
    latest = wanted;
    return `{
      const shared = (globalThis[Symbol.for(${JSON.stringify(KEY)})] ??= {});
      if (!(shared.wanted?.order > ${++order})) shared.wanted = {
        order: ${order}, scenario: ${JSON.stringify(wanted)}, first: ${JSON.stringify(scenario)},
      };
    }`;
  };
  kit ??= readFileSync(new URL('../../../wm-testing.js', import.meta.url), 'utf8');
  await page.addInitScript({ content: `${want(scenario)}\n${kit}` });
  // Init scripts are for documents to come, and this method writes into the one that is there.
  const setContent = page.setContent.bind(page);
  page.setContent = async (...given) => {
    await page.evaluate(`${want(latest)}\n${kit}`);
    await setContent(...given);
  };

  const call = <Result>(method: Method, ...given: unknown[]): Promise<Result> =>
    page.evaluate(callInPage, { key: KEY, method, given }) as Promise<Result>;

  return {
    pay: (...given) => call('pay', ...given),
    async use(wanted) {
      // Held until the next page asks, and played by the one that is there.
      await page.addInitScript({ content: want(wanted) });
      await call('use', wanted);
    },
    async reset() {
      await call('reset');
      await page.addInitScript({ content: want(scenario) });
    },
    fail: (...given) => call('fail', ...given),
    events: () => call('events'),
    received: () => call('received'),
    clock: {
      advance: (duration) => call('clock.advance', duration),
      start: () => call('clock.start'),
      stop: () => call('clock.stop'),
      now: () => call('clock.now'),
    },
  };
}

function callInPage({ key, method, given }: { key: string; method: string; given: unknown[] }): unknown {
  const control = (globalThis as unknown as Record<symbol, Shared | undefined>)[Symbol.for(key)]?.control;
  const [name = '', member] = method.split('.');
  const owner = (member ? Reflect.get(control ?? {}, name) : control) as object | undefined;
  const steps = owner && (Reflect.get(owner, member ?? name) as (...given: unknown[]) => unknown);
  // Before the first page there is nobody to ask, and what is wanted waits for it.
  if (!steps && name !== 'use')
    throw new Error(`No page is loaded yet: monetization.${method}() comes after page.goto().`);
  return steps?.apply(owner, given);
}
