import type { AgentContext } from '../context.js';
import { matches } from './allowlist.js';
import { createFrameAnswers } from './answer-frame.js';
import { findViolation } from './content-security-policy.js';
import { fetchHeaderPolicies, NO_HEADER_POLICIES } from './header-policies.js';
import type { HeaderPolicies } from './header-policies.js';
import { createInheritedPolicy } from './inherited-policy.js';
import { createMetaPolicies } from './meta-policies.js';
import { parseUrl } from './parse-url.js';
import {
  DISABLED_BY_HEADER,
  FRAME_NOT_ALLOWED,
  HEADERS_UNAVAILABLE,
  PARENT_SILENT,
  refuseUrl,
} from './refusal.js';
import type { Refusal } from './refusal.js';

/** What the policies of one document say about monetization. */
export interface DocumentPolicy {
  /** Why this wallet address may not be paid, or null when it may. */
  check(href: string): Promise<Refusal | null>;
  /** Tells a frame of this document whether it may use monetization. */
  answer(event: MessageEvent): Promise<void>;
}

export type PolicyOptions = Pick<AgentContext, 'platform' | 'policyHeaders'>;

export async function openDocumentPolicy(
  { platform, policyHeaders }: PolicyOptions,
  view: Window = window,
  ask: typeof fetch = fetch,
): Promise<DocumentPolicy> {
  const views = viewsOfPolicyContainer(view);
  const metaPolicies = createMetaPolicies(views);
  const inherited = createInheritedPolicy(view, platform);
  let fetched: Promise<HeaderPolicies> | null = null;

  async function headerPolicies(): Promise<HeaderPolicies> {
    if (!policyHeaders) return NO_HEADER_POLICIES;
    fetched ??= fetchHeaderPolicies(views.at(-1) ?? view, ask);
    fetched.catch(() => (fetched = null));
    const { policies, declared } = await fetched;
    // A document without a response of its own inherits content security policies, but nobody has declared anything for it.
    return { policies, declared: views.length > 1 ? null : declared };
  }

  async function refuseDocument(): Promise<Refusal | null> {
    const [{ declared }, enabled] = await Promise.all([headerPolicies(), inherited()]);
    if (!enabled) return enabled === null ? PARENT_SILENT : FRAME_NOT_ALLOWED;
    return !declared || matches(declared, view.origin) ? null : DISABLED_BY_HEADER;
  }

  async function check(href: string): Promise<Refusal | null> {
    const refusal = await refuseDocument();
    if (refusal) return refusal;
    const { policies } = await headerPolicies();
    const url = parseUrl(href);
    // What has no such URL is not fetched anyway.
    if (!url || !/^https?:$/.test(url.protocol)) return null;
    const violation = findViolation([...metaPolicies(), ...policies], url, view.origin);
    return violation === null ? null : refuseUrl(href, violation);
  }

  const answerFrame = createFrameAnswers(view, refuseDocument, headerPolicies);
  return {
    check: (href) => check(href).catch(() => HEADERS_UNAVAILABLE),
    // Without an answer the frame does not pay, and asks again.
    answer: (event) => answerFrame(event).catch(() => undefined),
  };
}

/** This one, and for a document that has no response of its own, as `srcdoc` has none, those whose content security policies it inherits. */
// https://html.spec.whatwg.org/multipage/browsers.html#requires-storing-the-policy-container-in-history
function viewsOfPolicyContainer(view: Window): Window[] {
  const inherits = view.document.URL.startsWith('about:') && view.frameElement !== null;
  return [view, ...(inherits ? viewsOfPolicyContainer(view.parent) : [])];
}
