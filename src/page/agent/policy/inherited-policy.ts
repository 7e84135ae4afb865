import type { Platform } from '../core/platform.js';
import { isEnabledInContainer } from './allow-attribute.js';
import { createParentRequest } from './parent-request.js';

/** Resolves with the final answer, or with null while the containing page has not answered. */
export type InheritedPolicy = () => Promise<boolean | null>;

/**
 * Whether the containing pages allow this one to use monetization. If all of them are same-origin, their
 * `allow` attributes are read. Otherwise the agent in the parent page gets a request.
 */
// Differs from the spec: the attributes are read when the first link is processed. A script cannot observe
// the navigation of the frame, which the spec uses.
// https://www.w3.org/TR/permissions-policy/#inherited-policies
export function createInheritedPolicy(view: Window, platform: Platform): InheritedPolicy {
  let inherited: InheritedPolicy | undefined;
  return () => {
    if (!inherited) {
      const enabled = evaluate(view);
      inherited = enabled === null ? createParentRequest(view, platform) : async () => enabled;
    }
    return inherited();
  };
}

/**
 * Null if a containing page is cross-origin, or if it applies its headers, which only its own agent knows.
 */
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
