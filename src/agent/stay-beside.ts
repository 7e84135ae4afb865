import type { AgentContext } from './context.js';
import type { Platform } from './platform.js';

const LINES = {
  here:
    'Another Web Monetization agent, such as a browser extension, is here, too. The provider of this page moves no real money, so this agent ' +
    'runs, and the page does not see the events of the other one. With a real https address in a link the other one may pay real money. ' +
    'To leave the page to it, write data-stand-aside on the script tag.',
  paid: 'The other agent says that it has paid a link of this page. That may be real money. The page was not told.',
  'no-agent':
    'Another Web Monetization agent, such as a browser extension, is here: the page finds it, although this visitor is played without an agent.',
} as const;

const told = new WeakMap<Platform, Set<string>>();

/**
 * Another agent is here, and this one runs all the same.
 * @param interfaces The agent's own, lent, because this file has copies of whatever it imports.
 */
export function stayBeside(
  { platform, besideOther }: AgentContext,
  pays: boolean | undefined,
  interfaces: readonly { readonly name: string; readonly prototype: object }[],
): void {
  interfaces.forEach(shareInterface);
  // With data-force both may pay, and the console has said so.
  if (!besideOther) return;
  tellOfOther(platform, 'here');
  if (pays) tellOfOther(platform, 'paid');
}

/** Says that there is another agent, on the console, each thing once. */
export function tellOfOther(platform: Platform, what: keyof typeof LINES): void {
  const lines = told.get(platform) ?? new Set();
  told.set(platform, lines);
  if (!lines.has(what)) platform.warn(`[wm-polyfill] ${LINES[what]}`);
  lines.add(what);
}

/** Of two agents, a page finds the interfaces of the first, and `event instanceof MonetizationEvent` has to hold for our events, too. */
function shareInterface({ name, prototype }: { name: string; prototype: object }): void {
  const theirs = (globalThis as unknown as Record<string, { prototype?: object } | null>)[name]?.prototype;
  const parent = Object.getPrototypeOf(prototype) as object;
  if (theirs && Object.prototype.isPrototypeOf.call(parent, theirs))
    Reflect.setPrototypeOf(prototype, theirs);
}
