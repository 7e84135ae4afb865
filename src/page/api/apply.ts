import { isSupportsPolyfilled, supportsMonetization, supportsWithMonetization } from './link-type.js';
import { MonetizationCurrencyAmount } from './monetization-currency-amount.js';
import { MonetizationEvent } from './monetization-event.js';
import { onmonetization, onmonetizationTargets } from './onmonetization.js';
import { observeContentAttributes } from './onmonetization-attribute.js';
import { patch } from './patch.js';

/** Whether `relList` of a `<link>` supports "monetization": the feature detection of the specification. */
export function isSupported(): boolean {
  return supportsMonetization();
}

/** Whether the support comes from this package, in this copy or another one. */
export function isPolyfilled(): boolean {
  return isSupportsPolyfilled();
}

/**
 * Adds each missing member of the specification. Returns a function that restores every property descriptor.
 */
export function apply(): () => void {
  // Server-side rendering.
  if (typeof document !== 'object') return () => undefined;
  const undos = [observeContentAttributes()];
  applyMembers((...member) => undos.push(patch(...member)));
  return () => undos.splice(0).forEach((undo) => undo());
}

/** @param add defines a property. */
export function applyMembers(
  add: (target: object, key: PropertyKey, descriptor: PropertyDescriptor) => unknown,
): void {
  for (const [name, value] of Object.entries({ MonetizationEvent, MonetizationCurrencyAmount })) {
    if (name in globalThis) continue;
    add(globalThis, name, { value, writable: true, configurable: true });
  }
  for (const target of onmonetizationTargets()) {
    if (!target || 'onmonetization' in target) continue;
    add(target, 'onmonetization', onmonetization);
  }
  // Even if another agent has patched it, so that a second copy of this script detects the first one.
  if (!isSupportsPolyfilled()) {
    const native = Object.getOwnPropertyDescriptor(DOMTokenList.prototype, 'supports');
    const value = supportsWithMonetization(DOMTokenList.prototype.supports);
    add(DOMTokenList.prototype, 'supports', { ...native, value });
  }
}
