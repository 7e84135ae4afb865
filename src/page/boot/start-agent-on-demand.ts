import type { AgentOptions } from '../agent/core/agent-options.js';
import type { AgentError } from '../agent/core/agent-error.js';
import { SIMULATE } from '../agent/core/is-simulation-allowed.js';
import { createModuleImporter, loadLazyModule } from '../agent/core/load-lazy-module.js';
import { capturePlatform, dispatch, queueMicrotaskSteps, queueTask } from '../agent/core/platform.js';
import { observeDocument } from '../agent/links/document-observer.js';
import { exposeState, type StateSource } from '../agent/state/expose-state.js';
import type { Agent, AgentState } from '../agent/state/state.js';
import { NativeEvent } from '../api/natives.js';
import { createBootListeners } from './boot-listeners.js';
import { createCommandQueue } from './command-queue.js';
import { createPageScan } from './page-scan.js';
import { renderBootState } from './render-boot-state.js';
import { requestDescription } from './request-description.js';

/** An older response may have timed out, and its nonce may have expired. */
const MAX_DESCRIPTION_AGE_MS = 5_000;
/** Each new link and each return to the page is a reason to try again. */
const MAX_ATTEMPTS = 20;

/**
 * Exposes `document.monetization`, and loads the agent when the page has something to pay or uses the object.
 * Until then there are no requests, and commands are queued.
 */
export function startAgentOnDemand(options: AgentOptions): Agent {
  const { provider, directory = null, platform = capturePlatform() } = options;
  const moduleLoader = { importModule: createModuleImporter(directory), platform };
  /** Links that have had their `error` event. */
  const failedLinks = new WeakSet<Element>();
  let error: AgentError | null = null;
  let attempts = 0;
  /** The agent is loading or loaded. */
  let isBusy = false;
  let isStopped = false;
  let isPaused = false;
  let snapshot: AgentState | null = null;
  let agent: Agent | undefined;

  const queue = createCommandQueue();
  const source: StateSource = {
    read() {
      loadFirst();
      return (snapshot ??= renderBootState(options, isPaused, error, scan.links()));
    },
    carryOut(name, ...args) {
      if (name === 'setPaused') {
        isPaused = args[0] as boolean;
        notifyStateChange();
      }
      loadFirst();
      return queue.add(name, ...args);
    },
  };
  const scan = createPageScan(document, load, (name) => {
    loadLazyModule(moduleLoader, name, () => undefined);
    loadFirst();
  });
  const exposed = exposeState(source);
  const listeners = createBootListeners(options, load, () => {
    if (error && isVisible()) load();
  });
  const observer = observeDocument(document, platform, () => {
    listeners.listen();
    scan.update();
  });
  // Tests control a simulation from the start. With the fragment, the visitor returns from a connect page.
  if (provider === SIMULATE || /^#wm-connect=/.test(location.hash)) loadFirst();

  function notifyStateChange(): void {
    snapshot = null;
    void queueMicrotaskSteps(exposed.fireStateChange);
  }

  function loadFirst(): void {
    if (attempts === 0) load();
  }

  function load(): void {
    if (isBusy || attempts >= MAX_ATTEMPTS) return;
    isBusy = true;
    const start = platform.now();
    // A hidden page sends no requests to the provider.
    const isEarly = !options.relay && provider !== SIMULATE && isVisible();
    const description = isEarly ? requestDescription(provider) : undefined;
    // The agent's request reports it.
    description?.catch(() => undefined);
    loadLazyModule(
      moduleLoader,
      'agent',
      ({ startAgentAfterBoot }) => {
        if (isStopped) return;
        const isFresh = platform.now() - start < MAX_DESCRIPTION_AGE_MS;
        agent = startAgentAfterBoot(
          { ...options, platform },
          { exposed, listeners, description: isFresh ? description : undefined },
        );
        observer.disconnect();
        queue.passTo(exposed.source.carryOut);
      },
      processFailure,
      // Browsers remember a failed import by its URL.
      attempts++ ? `?${attempts}` : '',
    );
  }

  /** Fires `error` at each link once. */
  function processFailure(failure: AgentError): void {
    if (isStopped) return;
    isBusy = false;
    error = Object.freeze(failure);
    Object.assign(exposed.source, source);
    for (const link of scan.links()) {
      if (!failedLinks.has(link)) queueTask(platform, () => dispatch(new NativeEvent('error'), link));
      failedLinks.add(link);
    }
    notifyStateChange();
  }

  function stop(): void {
    isStopped = isBusy = true;
    observer.disconnect();
    listeners.stop();
    if (agent) agent.stop();
    else exposed.undo();
  }

  return { monetization: exposed.monetization, stop };
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
