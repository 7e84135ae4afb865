import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { parseScenario } from '../../page/simulation/scenario/simulation-scenario.js';
import { CONTROL_KEY, type TestScenario, type RequestedScenario } from '../control.js';

/** The testing kit as one script for pages. */
let script: string | undefined;
/** Increases with each requested scenario. */
let order = 0;
const installedContexts = new WeakSet<BrowserContext>();
const latestScenarios = new WeakMap<BrowserContext, TestScenario | undefined>();

/** Adds Web Monetization to the next documents of all pages of this context. */
export async function installScript(context: BrowserContext): Promise<void> {
  if (installedContexts.has(context)) return;
  installedContexts.add(context);
  await context.addInitScript({ content: scriptSource() });
}

/**
 * Sets the scenario for the next documents of this page and for new pages of its context, including popups.
 * Pages with their own scenario keep it.
 * @throws TypeError for an unknown persona or option
 */
export async function requestScenario(
  page: Page,
  scenario: TestScenario | undefined,
  initial: TestScenario | undefined,
): Promise<void> {
  if (scenario !== undefined) parseScenario(scenario);
  order += 1;
  latestScenarios.set(page.context(), scenario);
  await page
    .context()
    .addInitScript({ content: scenarioSource({ order, isPageScoped: false, scenario, initial }) });
  await page.addInitScript({ content: scenarioSource({ order, isPageScoped: true, scenario, initial }) });
}

/** The scenario for new pages of this context. */
export function latestScenario(context: BrowserContext): TestScenario | undefined {
  return latestScenarios.get(context);
}

/** Init scripts run only in later documents. This is for the current one. */
export async function installInDocument(
  page: Page,
  scenario: TestScenario | undefined,
  initial: TestScenario | undefined,
): Promise<void> {
  order += 1;
  await page.evaluate(
    `${scenarioSource({ order, isPageScoped: true, scenario, initial })}\n${scriptSource()}`,
  );
}

function scenarioSource(requested: RequestedScenario): string {
  return `{
    const shared = (globalThis[Symbol.for(${JSON.stringify(CONTROL_KEY)})] ??= {});
    const { requested } = shared;
    const next = ${JSON.stringify(requested)};
    if (!requested || (next.isPageScoped === requested.isPageScoped ? next.order > requested.order : next.isPageScoped)) shared.requested = next;
  }`;
}

function scriptSource(): string {
  return (script ??= readFileSync(new URL('../../../wm-testing.js', import.meta.url), 'utf8'));
}
