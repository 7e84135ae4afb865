import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { parseScenario } from '../../relay/simulated/scenario.js';
import { KEY, type Scenario, type Wanted } from '../control.js';

/** The kit as one script for pages. */
let kit: string | undefined;
/** What documents of a browser context are to find; each later one counts more. */
let order = 0;
const equipped = new WeakSet<BrowserContext>();
const latest = new WeakMap<BrowserContext, Scenario | undefined>();

/** Gives all pages of this context Web Monetization, from their next document on. */
export async function equip(context: BrowserContext): Promise<void> {
  if (equipped.has(context)) return;
  equipped.add(context);
  await context.addInitScript({ content: kitSource() });
}

/**
 * From now on documents of this page find this visitor, and so do the new pages of its context, popups among them; but pages for which a test has
 * said another. @throws TypeError
 */
export async function want(
  page: Page,
  scenario: Scenario | undefined,
  first: Scenario | undefined,
): Promise<void> {
  if (scenario !== undefined) parseScenario(scenario);
  order += 1;
  latest.set(page.context(), scenario);
  await page.context().addInitScript({ content: sourceOf({ order, ofPage: false, scenario, first }) });
  await page.addInitScript({ content: sourceOf({ order, ofPage: true, scenario, first }) });
}

/** What new pages of this context find. */
export function latestWanted(context: BrowserContext): Scenario | undefined {
  return latest.get(context);
}

/** Init scripts are for documents to come: this is for the one that is there. */
export async function equipDocument(
  page: Page,
  scenario: Scenario | undefined,
  first: Scenario | undefined,
): Promise<void> {
  order += 1;
  await page.evaluate(`${sourceOf({ order, ofPage: true, scenario, first })}\n${kitSource()}`);
}

function sourceOf(wanted: Wanted): string {
  return `{
    const shared = (globalThis[Symbol.for(${JSON.stringify(KEY)})] ??= {});
    const { wanted } = shared;
    const next = ${JSON.stringify(wanted)};
    if (!wanted || (next.ofPage === wanted.ofPage ? next.order > wanted.order : next.ofPage)) shared.wanted = next;
  }`;
}

function kitSource(): string {
  return (kit ??= readFileSync(new URL('../../../wm-testing.js', import.meta.url), 'utf8'));
}
