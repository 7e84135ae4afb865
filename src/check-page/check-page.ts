import type {} from '../page-api/globals.js';
import { apply, isSupported } from '../page-api/apply.js';
import type { Observation, Violation, Watch } from './observation.js';
import { observeLinks, rememberShadows } from './observe-links.js';
import { observeNearMisses } from './observe-near-misses.js';
import { playAgent } from './play-agent.js';
import { watchMissedLinks, watchQuestions } from './watch-questions.js';
import { watchUnlocking } from './watch-unlocking.js';

declare global {
  /** Set before this script where the page has no agent: then it plays one. */
  var wmCheckPlays: boolean | undefined;
  var wmCheck: Watch;
}

// What `wm check` puts into every document before its own scripts.
const plays = globalThis.wmCheckPlays === true;
rememberShadows();
const questions = watchQuestions();
const missedLinks = watchMissedLinks();
const unlocked = watchUnlocking();
const violations: Violation[] = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  violations.push({ directive: effectiveDirective, blocked: blockedURI }),
);
if (plays) apply();

globalThis.wmCheck = { play: () => playAgent(plays), observe };

function observe(): Observation {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[data-provider]')];
  return {
    links: observeLinks(),
    nearMisses: observeNearMisses(),
    scripts: scripts.map((script) => ({
      src: script.src,
      attributes: Object.fromEntries([...script.attributes].map(({ name, value }) => [name, value])),
    })),
    hasAgent: !plays && isSupported(),
    provider: agentState()?.provider ?? null,
    hasMeta: document.querySelector('meta[name=monetization i]') !== null,
    isSecureContext,
    questions: questions(),
    missedLinks: missedLinks(),
    unlocked: unlocked(),
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

/** Read without the agent's types: another version of it may be at work. */
function agentState(): AgentState | undefined {
  return (document as { monetization?: { agentState?: AgentState } }).monetization?.agentState;
}

interface AgentState {
  provider?: string;
  error?: Failure | null;
  sessions?: readonly { href: string; error: Failure | null }[];
}

interface Failure {
  code: string;
  message: string;
  fix: string;
}
