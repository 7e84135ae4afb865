import type { AgentOptions } from '../agent/core/agent-options.js';
import type { YieldReason } from '../agent/core/context.js';
import { isLocalSandbox } from '../agent/core/is-simulation-allowed.js';
import { loadLazyModule, type ImportModule } from '../agent/core/load-lazy-module.js';
import type { Platform } from '../agent/core/platform.js';
import { NATIVE_AGENT_EVENTS, processNativeAgentEvent } from '../agent/passive-agent/native-agent.js';
import type { Agent } from '../agent/state/state.js';
import {
  addEventListener,
  observeContentAttributes,
  removeEventListener,
} from '../api/onmonetization-attribute.js';

export interface BootListeners {
  readonly hasNativeAgent: boolean;
  /**
   * Set by the agent. Its own listeners would be called after those that the page has added in the meantime,
   * and could not hide an event from them.
   */
  onNativeAgentEvent: ((event: Event) => void) | undefined;
  /** Adds the listeners. Call it again after `document.open()`, which removes all listeners. */
  listen(): void;
  /** Removes the listeners that a loaded agent has itself. */
  handOver(): void;
  stop(): void;
}

interface Boot {
  load(): void;
  /** Loads the agent if that has failed before. */
  retry(): void;
  isLink(element: Element): boolean;
  notifyStateChange(): void;
  stop(): void;
  startAgent(options: AgentOptions): Agent;
}

/** The listeners until the agent has been loaded. It then has its own. */
export function createBootListeners(
  options: AgentOptions,
  moduleLoader: { importModule: ImportModule; platform: Platform },
  boot: Boot,
): BootListeners {
  const { provider, simulateOn, passive, force, chosenByVisitor } = options;
  const own = {
    ...moduleLoader,
    coexisting: !passive && !chosenByVisitor && isLocalSandbox(provider, simulateOn),
    nativeAgent: options.nativeAgent ? ('coexisting' as const) : null,
    sessions: { byLink: { has: boot.isLink } },
    scan: () => undefined,
    notifyStateChange: boot.notifyStateChange,
    yieldToNativeAgent(reason: YieldReason) {
      if (force) return;
      boot.stop();
      loadLazyModule(moduleLoader, 'passive', ({ observeNativeAgent }) =>
        observeNativeAgent({ ...options, startAgent: boot.startAgent, reason }),
      );
    },
  };
  const handedOver: Listeners = [
    // A frame of this page asks for permission, repeatedly.
    [
      ['message'],
      ({ data }: MessageEvent<{ wm?: unknown } | null>) => data?.wm === 'allowed-to-use' && boot.load(),
    ],
    [['online', 'visibilitychange'], boot.retry],
  ];
  const kept: Listeners = [
    [
      NATIVE_AGENT_EVENTS,
      (event: Event) =>
        listeners.onNativeAgentEvent
          ? listeners.onNativeAgentEvent(event)
          : processNativeAgentEvent(own, event),
    ],
  ];
  const listeners: BootListeners = {
    get hasNativeAgent() {
      return own.nativeAgent !== null;
    },
    onNativeAgentEvent: undefined,
    listen() {
      observeContentAttributes();
      change(addEventListener, [...kept, ...handedOver]);
    },
    handOver: () => change(removeEventListener, handedOver),
    stop: () => change(removeEventListener, [...kept, ...handedOver]),
  };
  return listeners;
}

type Listeners = [types: readonly string[], listener: (event: never) => unknown][];

function change(method: EventTarget['addEventListener'], listeners: Listeners): void {
  for (const [types, listener] of listeners)
    // `load` events of elements do not propagate to the window.
    for (const type of types)
      method.call(type === 'load' ? document : globalThis, type, listener as EventListener, true);
}
