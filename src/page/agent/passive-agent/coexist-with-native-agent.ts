import type { NativeAgentContext } from '../core/context.js';
import type { Platform } from '../core/platform.js';

type Notice = 'here' | 'paid' | 'no-agent';

const NOTICES: Readonly<Record<Notice, string>> = {
  here:
    'Another Web Monetization agent, such as a browser extension, is present. The provider of this page moves no real money, so this ' +
    'agent runs too and hides the events of the other agent from the page. The other agent may pay real money to a link with a real ' +
    'https address. To stay passive instead, add data-passive to the script tag.',
  paid: 'The other agent reports that it has paid a link of this page, perhaps with real money. The page did not receive its event.',
  'no-agent':
    'Another Web Monetization agent, such as a browser extension, is present. The page can detect it, although the persona no-agent is selected.',
};

const shownNotices = new WeakMap<Platform, Set<string>>();

/**
 * Lets this agent run in parallel with a native agent.
 * @param pays whether the native agent has paid.
 * @param interfaces the agent's own classes, because this lazy module has a copy of each module that it
 * imports.
 */
export function coexistWithNativeAgent(
  { platform, coexisting }: Pick<NativeAgentContext, 'platform' | 'coexisting'>,
  pays: boolean | undefined,
  interfaces: readonly { readonly name: string; readonly prototype: object }[],
): void {
  interfaces.forEach(shareInterface);
  // With data-force both agents may pay, which wm-diagnostics.js has already logged.
  if (!coexisting) return;
  warnOfNativeAgent(platform, 'here');
  if (pays) warnOfNativeAgent(platform, 'paid');
}

/** Logs a notice about a native agent. Logs each notice once. */
export function warnOfNativeAgent(platform: Platform, notice: Notice): void {
  const shown = shownNotices.get(platform) ?? new Set();
  shownNotices.set(platform, shown);
  if (!shown.has(notice)) platform.warn(`[wm-polyfill] ${NOTICES[notice]}`);
  shown.add(notice);
}

/**
 * With two agents, the global interfaces are those of the agent that started first. Makes our class inherit
 * from the global one, so that `event instanceof MonetizationEvent` is true for our events too.
 */
function shareInterface({ name, prototype }: { name: string; prototype: object }): void {
  const nativePrototype = (globalThis as unknown as Record<string, { prototype?: object } | null>)[name]
    ?.prototype;
  const parent = Object.getPrototypeOf(prototype) as object;
  if (nativePrototype && Object.prototype.isPrototypeOf.call(parent, nativePrototype))
    Reflect.setPrototypeOf(prototype, nativePrototype);
}
