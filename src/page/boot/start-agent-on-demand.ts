import type { AgentOptions } from '../agent/core/agent-options.js';
import type { AgentError } from '../agent/core/agent-error.js';
import { SIMULATE } from '../agent/core/is-simulation-allowed.js';
import { loadLazyModule, type ImportModule } from '../agent/core/load-lazy-module.js';
import { dispatch, queueMicrotaskSteps, queueTask, type Platform } from '../agent/core/platform.js';
import { observeDocument } from '../agent/links/document-observer.js';
import { exposeState, type StateSource } from '../agent/state/expose-state.js';
import type { Agent, AgentState } from '../agent/state/state.js';
import { NativeEvent } from '../api/natives.js';
import { createBootListeners } from './boot-listeners.js';
import { createPageScan } from './page-scan.js';
import { isVisible, renderBootState } from './render-boot-state.js';
import { requestDescription } from './request-description.js';

/** An older response may have timed out, and its nonce may have expired. */
const MAX_DESCRIPTION_AGE_MS = 5_000;
/** Each new link and each return to the page is a reason to try again. */
const MAX_ATTEMPTS = 20;

export interface BootOptions extends AgentOptions {
  platform: Platform;
  importModule: ImportModule;
}

type Command = (name: string, argument: unknown) => unknown;

/**
 * Exposes `document.monetization`, and loads the agent when the page has something to pay or uses the object.
 * Until then there are no requests, and commands are queued.
 */
export function startAgentOnDemand(options: BootOptions): Agent {
  const { provider, platform } = options;
  /** Links and tags that have had no `error` event. */
  const found: Element[] = [];
  let error: AgentError | null = null;
  let attempts = 0;
  /** The agent is loading or loaded. */
  let isBusy = false;
  let [isStopped, isPaused] = [false, false];
  let snapshot: AgentState | null = null;
  let agent: Agent | undefined;
  let passCommands: (carryOut: Command) => void;
  const isReady = new Promise<Command>((resolve) => (passCommands = resolve));
  // connect() and disconnect() have no argument of their own. It is then their `isQueued`.
  const queue = async (name: string, argument: unknown = true): Promise<unknown> =>
    (await isReady)(name, argument);
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
      const result = queue(name, ...args);
      return (name === 'trace' ? result : 'stopped') as never;
    },
  };
  const scan = createPageScan(
    document,
    (element) => {
      found.push(element);
      load();
    },
    (name) => {
      loadLazyModule(options, name);
      loadFirst();
    },
  );
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
    if (!attempts) load();
  }

  function load(): void {
    if (isBusy || attempts >= MAX_ATTEMPTS) return;
    isBusy = true;
    attempts += 1;
    // In its own task: starting a request and an import takes as long as this script, which blocks parsing.
    queueTask(platform, loadAgent);
  }

  function loadAgent(): void {
    if (isStopped) return;
    const start = platform.now();
    // A hidden page sends no requests to the provider.
    const isEarly = !options.relay && provider !== SIMULATE && isVisible();
    const description = isEarly ? requestDescription(provider) : undefined;
    // The agent's request reports it.
    description?.catch(() => undefined);
    loadLazyModule(
      options,
      'agent',
      ({ startAgentAfterBoot }) => {
        if (isStopped) return;
        const isFresh = platform.now() - start < MAX_DESCRIPTION_AGE_MS;
        agent = startAgentAfterBoot(options, {
          exposed,
          listeners,
          description: isFresh ? description : undefined,
        });
        observer.disconnect();
        passCommands(exposed.source.carryOut as Command);
      },
      processFailure,
      // Browsers remember a failed import by its URL.
      attempts > 1 ? `?${attempts}` : '',
    );
  }

  /** Fires `error` at each link once. */
  function processFailure(failure: AgentError): void {
    if (isStopped) return;
    isBusy = false;
    error = Object.freeze(failure);
    Object.assign(exposed.source, source);
    for (const element of found.splice(0))
      queueTask(platform, () => dispatch(new NativeEvent('error'), element));
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
