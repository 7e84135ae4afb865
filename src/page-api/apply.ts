import { isSupportsPolyfilled, supportsMonetization, supportsWithMonetization } from './link-type.js';
import { MonetizationCurrencyAmount } from './monetization-currency-amount.js';
import { MonetizationEvent } from './monetization-event.js';
import { onmonetization, onmonetizationTargets } from './onmonetization.js';
import { noticeContentAttributes } from './onmonetization-attribute.js';
import { patch } from './patch.js';

/** The specification's own check: does a `<link>` know the type "monetization"? */
export function isSupported(): boolean {
  return supportsMonetization();
}

/** Whether the support comes from this package, in this or another copy. */
export function isPolyfilled(): boolean {
  return isSupportsPolyfilled();
}

/** Adds each member of the specification that is missing. Returns the undo, which restores every descriptor. */
export function apply(): () => void {
  // Server-side rendering.
  if (typeof document !== 'object') return () => undefined;
  const undos: (() => void)[] = [];

  for (const [name, value] of Object.entries({ MonetizationEvent, MonetizationCurrencyAmount })) {
    if (name in globalThis) continue;
    undos.push(patch(globalThis, name, { value, writable: true, enumerable: false, configurable: true }));
  }
  for (const target of onmonetizationTargets()) {
    if (!target || 'onmonetization' in target) continue;
    undos.push(patch(target, 'onmonetization', onmonetization));
    if (target === globalThis) undos.push(noticeContentAttributes());
  }
  // Also where another agent has patched it, so that a second copy of this script sees the first.
  if (!isSupportsPolyfilled()) {
    const native = Object.getOwnPropertyDescriptor(DOMTokenList.prototype, 'supports');
    const value = supportsWithMonetization(DOMTokenList.prototype.supports);
    undos.push(patch(DOMTokenList.prototype, 'supports', { ...native, value }));
  }

  return () => undos.splice(0).forEach((undo) => undo());
}
