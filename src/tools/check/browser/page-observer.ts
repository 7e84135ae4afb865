import type {} from '../../../page/api/globals.js';
import { apply, isSupported } from '../../../page/api/apply.js';
import type { Observation, PolicyViolation, PageObserver } from './observation.js';
import { observeLinks, trackShadowRoots } from './observe-links.js';
import { observeNearMisses } from './observe-near-misses.js';
import { simulatePayments } from './simulate-payments.js';
import { watchEarlyLinkQueries, watchSupportQueries } from './watch-support-queries.js';
import { watchUnlockOnLoad } from './watch-unlock-on-load.js';

declare global {
  /** Set before this script if the page has no agent. Then this script simulates one. */
  var wmCheckSimulatesAgent: boolean | undefined;
  var wmCheck: PageObserver;
}

// `wm check` injects this into every document, before the scripts of the page.
const simulatesAgent = globalThis.wmCheckSimulatesAgent === true;
trackShadowRoots();
const supportQueries = watchSupportQueries();
const earlyLinkQueries = watchEarlyLinkQueries();
const unlockedOnLoad = watchUnlockOnLoad();
const violations: PolicyViolation[] = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  violations.push({ directive: effectiveDirective, blocked: blockedURI }),
);
if (simulatesAgent) apply();

globalThis.wmCheck = { simulatePayments: () => simulatePayments(simulatesAgent), observe };

function observe(): Observation {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[data-provider]')];
  return {
    links: observeLinks(),
    nearMisses: observeNearMisses(),
    scripts: scripts.map((script) => ({
      src: script.src,
      attributes: Object.fromEntries([...script.attributes].map(({ name, value }) => [name, value])),
    })),
    hasAgent: !simulatesAgent && isSupported(),
    provider: agentState()?.provider ?? null,
    hasMeta: document.querySelector('meta[name=monetization i]') !== null,
    isSecureContext,
    supportQueries: supportQueries(),
    earlyLinkQueries: earlyLinkQueries(),
    unlockedOnLoad: unlockedOnLoad(),
    violations,
    agentErrors: agentErrors(),
  };
}

function agentErrors(): Observation['agentErrors'] {
  const { error, sessions = [] } = agentState() ?? {};
  return [{ href: null, error }, ...sessions].flatMap(({ href, error }) =>
    error ? [{ ...error, href }] : [],
  );
}

/** Not typed with the agent's types, because the page may use another version of it. */
function agentState(): AgentState | undefined {
  return (document as { monetization?: { agentState?: AgentState } }).monetization?.agentState;
}

interface AgentState {
  provider?: string;
  error?: ReportedError | null;
  sessions?: readonly { href: string; error: ReportedError | null }[];
}

interface ReportedError {
  code: string;
  message: string;
  fix: string;
}
