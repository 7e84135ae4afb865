import type { Platform } from '../platform.js';
import { isEnabledInContainer } from './allow-attribute.js';
import { createParentQuestion } from './ask-parent.js';

/** True or false for ever, or null as long as the page around does not say. */
export type Inherited = () => Promise<boolean | null>;

/**
 * Whether the pages around this one allow it to use monetization. Where all of them can be reached, their `allow` attributes are read;
 * otherwise the parent is asked.
 */
// Differs from the spec: the attributes are read when the first link is processed, not at the navigation of the frame, which no script sees.
// https://www.w3.org/TR/permissions-policy/#inherited-policies
export function createInheritedPolicy(view: Window, platform: Platform): Inherited {
  let inherited: Inherited | undefined;
  return () => {
    if (!inherited) {
      const enabled = evaluate(view);
      inherited = enabled === null ? createParentQuestion(view, platform) : async () => enabled;
    }
    return inherited();
  };
}

/** Null when a page around is out of reach, or heeds its headers, which only its own agent knows. */
function evaluate(view: Window): boolean | null {
  let enabled = true;
  for (let current = view; current !== view.top; current = current.parent) {
    const container = current.frameElement;
    if (!container) return null;
    if (container.ownerDocument.querySelector('script[data-policy="headers"]')) return null;
    enabled &&= isEnabledInContainer(container, current.parent.origin, current.origin);
  }
  return enabled;
}
