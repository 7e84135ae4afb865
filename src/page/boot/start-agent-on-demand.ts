import type { AgentOptions } from '../agent/core/agent-options.js';
import type { AgentError } from '../agent/core/agent-error.js';
import { SIMULATE } from '../agent/core/is-simulation-allowed.js';
import { createModuleImporter, loadLazyModule } from '../agent/core/load-lazy-module.js';
import { capturePlatform } from '../agent/core/platform.js';
import { observeDocument } from '../agent/links/document-observer.js';
import { exposeState } from '../agent/state/expose-state.js';
import type { Agent } from '../agent/state/state.js';
import { createBootListeners } from './boot-listeners.js';
import { createCommandQueue } from './command-queue.js';
import { createPageScan } from './page-scan.js';
import { renderBootState } from './render-boot-state.js';
import { createFailureReporter } from './report-failure.js';
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
  const platform = options.platform ?? capturePlatform();
  const moduleLoader = { importModule: createModuleImporter(options.directory ?? null), platform };
  let error: AgentError | null = null;
  let attempts = 0;
  let state: 'idle' | 'loading' | 'stopped' = 'idle';
  let agent: Agent | undefined;

  const queue = createCommandQueue(() => {
    loadFirst();
    exposed.notifyStateChange();
  });
  const source = {
    render: () => renderBootState(options, queue.isPaused, error, scan.links()),
    commands: queue.commands,
    processUse: loadFirst,
  };
  const scan = createPageScan(document, load, (name) => {
    loadLazyModule(moduleLoader, name, () => undefined);
    loadFirst();
  });
  const exposed = exposeState(source);
  const reportFailure = createFailureReporter(platform);
  const listeners = createBootListeners(options, moduleLoader, {
    load,
    retry: () => error && document.visibilityState === 'visible' && load(),
    isLink: (element) => scan.links().includes(element as HTMLLinkElement),
    notifyStateChange: exposed.notifyStateChange,
    stop,
    startAgent: startAgentOnDemand,
  });
  const observer = observeDocument(document, platform, () => {
    listeners.listen();
    scan.update();
  });
  // Tests control a simulation from the start. With the fragment, the visitor returns from a connect page.
  if (options.provider === SIMULATE || /^#wm-connect=/.test(location.hash)) loadFirst();

  function loadFirst(): void {
    if (attempts === 0) load();
  }

  function load(): void {
    if (state === 'idle' && attempts < MAX_ATTEMPTS) void startLoading();
  }

  async function startLoading(): Promise<void> {
    state = 'loading';
    const start = platform.now();
    // A hidden page sends no requests to the provider.
    const isEarly = !options.relay && options.provider !== SIMULATE && document.visibilityState === 'visible';
    const description = isEarly ? requestDescription(options.provider) : undefined;
    // The agent's request reports it.
    description?.catch(() => undefined);
    try {
      // Browsers remember a failed import by its URL.
      const module = await moduleLoader.importModule('agent', attempts++ ? `?${attempts}` : '');
      if (isStopped()) return;
      const isFresh = platform.now() - start < MAX_DESCRIPTION_AGE_MS;
      agent = module.startAgentAfterBoot(
        { ...options, platform, nativeAgent: listeners.hasNativeAgent },
        { exposed, listeners, description: isFresh ? description : undefined },
      );
      state = 'stopped';
      observer.disconnect();
      listeners.handOver();
      queue.carryOut(exposed.commands());
    } catch (cause) {
      if (isStopped()) return;
      state = 'idle';
      exposed.bind(source);
      listeners.onNativeAgentEvent = undefined;
      error = reportFailure(cause, scan.links());
      exposed.notifyStateChange();
    }
  }

  function isStopped(): boolean {
    return state === 'stopped';
  }

  function stop(): void {
    state = 'stopped';
    observer.disconnect();
    listeners.stop();
    if (agent) agent.stop();
    else exposed.undo();
  }

  return { monetization: exposed.monetization, stop };
}
