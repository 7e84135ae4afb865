import type { Persona } from '../protocol/personas.js';
import { createHttpRelay } from '../relay/http-relay.js';
import type { Relay } from '../relay/relay.js';
import { ActiveSessions } from './active-sessions.js';
import { openConnectPage } from './connect-page.js';
import { openConnection } from './connection.js';
import type { AgentContext } from './context.js';
import { observeDocument } from './document-observer.js';
import { createLinkScan } from './link-observer.js';
import { exposeState } from './monetization.js';
import type { ExposedMonetization } from './monetization.js';
import { noticeOther } from './other-agent.js';
import { createPageEvents } from './page-events.js';
import type { PageEvents } from './page-events.js';
import { pageVisibility } from './page-visibility.js';
import type { PageVisibility } from './page-visibility.js';
import { importPartFrom, usePart } from './parts.js';
import { goOnOrPause, pausePaymentStreaming, schedulePaymentStreamingTick } from './payment-streaming.js';
import { capturePlatform, queueTask } from './platform.js';
import type { Platform } from './platform.js';
import { renderState } from './render-state.js';
import { Replay } from './replay.js';
import { createReport } from './report.js';
import { isSandboxHere, SIMULATE } from './may-simulate.js';
import { simulatedRelay } from './simulated-relay.js';
import { endSession, endSessionsForDocument, initiateSession, renewSession } from './session-flow.js';
import type { YieldReason } from './stand-aside.js';
import type { DocumentMonetization } from './state.js';
import { Totals } from '../protocol/totals.js';
import { createElementScan } from './element-scan.js';
import { recordCalls } from './trace/record.js';
import { scanLegacy, useLegacy } from './use-legacy.js';

export interface AgentOptions {
  /** The provider's origin, or `simulate` to have everything played in the page, on local hosts. */
  provider: string;
  /** With `simulate`: further hosts where it is allowed, separated by spaces. */
  simulateOn?: string | null;
  /** With `simulate`: who is played. Default: as `?wm=` or `localStorage.wm` says, or `paying`. */
  persona?: Persona | null;
  /** Whose amount `amountSent` tells: what has left the visitor's wallet (default), or what the receiver gets. */
  amountSent?: 'sender' | 'receiver';
  /** URL of the directory of `wm.js`: what it loads on demand lies beside it. Default: this module's own neighbours, and no `<wm-status>`. */
  directory?: string | null;
  /** Ask for the document's response headers, once, and heed their policies. */
  policyHeaders?: boolean;
  /** Pay although another agent may pay, too. */
  force?: boolean;
  /** Leave the page to another agent also where nothing real can move. */
  standAside?: boolean;
  /** There is another agent: `isSupported()` was true before `apply()`. */
  otherAgent?: boolean;
  /** The visitor has chosen this provider instead of it. */
  chosen?: boolean;
  relay?: Relay;
  platform?: Platform;
  visibility?: PageVisibility;
}

export interface Agent {
  readonly monetization: DocumentMonetization;
  /** Ends all sessions and leaves nothing behind. */
  stop(): void;
}

/** Starts to look for monetization links and to stream payments to them. */
export function startAgent(given: AgentOptions): Agent {
  // Without a prototype, because a page may have put something on that of all objects.
  const options: AgentOptions = { __proto__: null, ...given } as AgentOptions;
  const agent = createContext(options, () => {
    exposed.changed();
    agent.legacy?.changed();
  });
  const exposed: ExposedMonetization = exposeState(() => renderState(agent), {
    setPaused: (paused) => setPaused(agent, paused),
    connect: () => openConnectPage(agent),
    disconnect: () => {
      // At once: nothing is paid any more, whether or not the provider hears of it.
      const { pausedByVisitor } = agent;
      setPaused(agent, true);
      const goOn = (): void => setPaused(agent, pausedByVisitor);
      usePart(agent, 'connect', ({ disconnect }) => disconnect(agent, goOn, renewSession, openConnection));
    },
    useLegacy: (member) => useLegacy(agent, exposed.monetization, member),
    trace: async () =>
      (await usePart(agent, 'trace', ({ openTrace }) => openTrace(agent, exposed.monetization))) ?? [],
  });
  if (!options.force) agent.yieldToOther = yieldToOther;
  const events = createPageEvents(agent);
  const observer = observeDocument(
    document,
    { ...agent.platform },
    createScan(agent, events, exposed.monetization),
  );
  agent.scan = observer.scan;
  if (agent.otherAgent) noticeOther(agent);
  const undos = [
    exposed.undo,
    agent.visibility.observe(() => {
      goOnOrPause(agent);
      // Who comes back may have connected or resumed elsewhere.
      agent.askAgain();
    }),
    observer.disconnect,
    events.stop,
  ];
  // Not now: whoever evaluates this script is waiting.
  queueTask(agent.platform, () => void openConnection(agent));
  // From the connect page, which had lost the window that opened it.
  if (/^#wm-connect=/.test(location.hash)) usePart(agent, 'connect', ({ comeBack }) => comeBack(agent));

  function stop(): void {
    agent.stopped = true;
    pausePaymentStreaming(agent);
    for (const undo of undos) undo();
    endSessionsForDocument(agent);
  }

  // Two agents would pay twice, and the other one cannot be asked to stop.
  function yieldToOther(reason: YieldReason): void {
    stop();
    usePart(agent, 'aside', ({ standAside }) => standAside({ ...options, startAgent, reason }));
  }

  return { monetization: exposed.monetization, stop };
}

function createContext(options: AgentOptions, changed: () => void): AgentContext {
  const platform = options.platform ?? capturePlatform();
  const agent: AgentContext = {
    relay:
      options.relay ??
      (options.provider === SIMULATE
        ? simulatedRelay(() => agent, options.simulateOn)
        : createHttpRelay(options.provider)),
    persona: options.persona ?? null,
    platform,
    visibility: options.visibility ?? pageVisibility(document),
    amountSent: options.amountSent ?? 'sender',
    importPart: importPartFrom(options.directory ?? null),
    policyHeaders: options.policyHeaders ?? false,
    policy: null,
    legacy: null,
    legacyMembers: new Set(),
    unheard: null,
    sessions: new Map(),
    activeSessions: new ActiveSessions(),
    totals: new Totals(),
    replay: new Replay(window),
    tick: { timer: null, inFlight: false, remaining: 0, startedAt: 0, failures: 0 },
    records: [],
    traced: () => undefined,
    otherAgent: options.chosen ? 'replaced' : options.otherAgent ? 'beside' : null,
    besideOther:
      !options.standAside && !options.chosen && isSandboxHere(options.provider, options.simulateOn),
    description: null,
    connection: null,
    pausedByVisitor: false,
    error: null,
    stopped: false,
    report: createReport(platform),
    yieldToOther: () => undefined,
    askAgain: () => undefined,
    scan: () => undefined,
    schedule: () => schedulePaymentStreamingTick(agent),
    changed,
  };
  return recordCalls(agent);
}

function createScan(agent: AgentContext, events: PageEvents, target: EventTarget): () => void {
  const scanElements = createElementScan(document, (name) => usePart(agent, name, () => undefined));
  const scanLinks = createLinkScan(document, {
    process: (link) => initiateSession(agent, link, link.href),
    end: (link) => {
      const session = agent.sessions.get(link);
      if (session) endSession(agent, session);
    },
  });
  return () => {
    try {
      events.listen();
      if (!agent.stopped) {
        scanLinks();
        scanLegacy(agent, target);
      }
      scanElements();
    } catch (cause) {
      // The page has taken something away that this needs. What is known goes on being paid.
      agent.error = agent.report(cause);
    }
  };
}

function setPaused(agent: AgentContext, paused: boolean): void {
  agent.pausedByVisitor = paused;
  goOnOrPause(agent);
}
