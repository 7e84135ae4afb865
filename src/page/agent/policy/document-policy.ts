import type { Platform } from '../core/platform.js';
import { matches } from './allowlist.js';
import { createFrameResponder } from './frame-responder.js';
import { monetizationSrcPreRequestCheck } from './content-security-policy.js';
import { fetchHeaderPolicies, NO_HEADER_POLICIES, type HeaderPolicies } from './header-policies.js';
import { createInheritedPolicy } from './inherited-policy.js';
import { createMetaPolicies } from './meta-policies.js';
import { parseUrlOrNull } from './parse-url.js';
import {
  DISABLED_BY_HEADER,
  FRAME_NOT_ALLOWED,
  HEADERS_UNAVAILABLE,
  PARENT_UNRESPONSIVE,
  createCspRefusal,
  type Refusal,
} from './refusal.js';

/** The effective policies of one document for monetization. */
export interface DocumentPolicy {
  /** Resolves with the reason why this wallet address must not be paid, or with null if it may be paid. */
  check(href: string): Promise<Refusal | null>;
  /** Answers a frame of this document that requests permission to use monetization. */
  answer(event: MessageEvent): Promise<void>;
}

export interface PolicyOptions {
  readonly platform: Platform;
  /** `data-policy="headers"`: also apply the policies in the document's response headers. */
  readonly policyHeaders: boolean;
}

export async function openDocumentPolicy(
  { platform, policyHeaders }: PolicyOptions,
  view: Window = window,
  fetchImpl: typeof fetch = fetch,
): Promise<DocumentPolicy> {
  const views = viewsOfPolicyContainer(view);
  const metaPolicies = createMetaPolicies(views);
  const inherited = createInheritedPolicy(view, platform);
  let fetched: Promise<HeaderPolicies> | null = null;

  async function headerPolicies(): Promise<HeaderPolicies> {
    if (!policyHeaders) return NO_HEADER_POLICIES;
    fetched ??= fetchHeaderPolicies(views.at(-1) ?? view, fetchImpl);
    fetched.catch(() => (fetched = null));
    const { policies, declared } = await fetched;
    // Without its own response, a document inherits only content security policies.
    return { policies, declared: views.length > 1 ? null : declared };
  }

  async function checkDocument(): Promise<Refusal | null> {
    const [{ declared }, enabled] = await Promise.all([headerPolicies(), inherited()]);
    if (!enabled) return enabled === null ? PARENT_UNRESPONSIVE : FRAME_NOT_ALLOWED;
    return !declared || matches(declared, view.origin) ? null : DISABLED_BY_HEADER;
  }

  async function check(href: string): Promise<Refusal | null> {
    const refusal = await checkDocument();
    if (refusal) return refusal;
    const { policies } = await headerPolicies();
    const url = parseUrlOrNull(href);
    // The agent does not fetch any other URL anyway.
    if (!url || !/^https?:$/.test(url.protocol)) return null;
    const violation = monetizationSrcPreRequestCheck([...metaPolicies(), ...policies], url, view.origin);
    return violation === null ? null : createCspRefusal(href, violation);
  }

  const answerFrame = createFrameResponder(view, checkDocument, headerPolicies);
  return {
    check: (href) => check(href).catch(() => HEADERS_UNAVAILABLE),
    // Without an answer the frame does not pay and repeats its request.
    answer: (event) => answerFrame(event).catch(() => undefined),
  };
}

/**
 * The window itself. For a document without its own response, such as `srcdoc`, also the windows whose
 * content security policies it inherits.
 */
// https://html.spec.whatwg.org/multipage/browsers.html#requires-storing-the-policy-container-in-history
function viewsOfPolicyContainer(view: Window): Window[] {
  const inherits = view.document.URL.startsWith('about:') && view.frameElement !== null;
  return [view, ...(inherits ? viewsOfPolicyContainer(view.parent) : [])];
}
