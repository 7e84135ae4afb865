import { createHttpRelay } from '../../src/relay/http-relay.js';
import type { Relay } from '../../src/relay/relay.js';
import { RelayError } from '../../src/relay/relay-error.js';
import { parseScenario } from '../../src/relay/simulated/scenario.js';
import { createSimulatedLine } from '../../src/relay/simulated/simulated-line.js';
import { openSandboxWithServices } from '../support/provider-services.js';

/** A line to a provider and what stands behind it, as the same test uses it. */
export interface LineUnderTest {
  readonly name: string;
  /** The line of a new page, connected. */
  open(): Relay;
  /** The URL of the test wallet address of this name. */
  at(name: string): string;
  /** Lets so many seconds pass for whoever answers. */
  advance(seconds: number): Promise<void>;
}

/** A provider and two wallets over HTTP, with the limits that a simulation has by itself. */
export async function openHttpLine(): Promise<LineUnderTest> {
  const { sandbox, advance } = await openSandboxWithServices({ repeat: () => () => undefined });
  const { provider, testWalletAddresses } = sandbox.directory;
  return {
    name: 'HTTP',
    open: () =>
      createHttpRelay(provider, {
        key: crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
        fetch: (url, init) => {
          const headers = { ...(init?.headers as Record<string, string>), origin: 'http://localhost:3000' };
          return fetch(url, { ...init, headers, keepalive: false });
        },
      }),
    at: (name) => testWalletAddresses[name] ?? new URL(`/${name}`, testWalletAddresses['ok']).href,
    advance,
  };
}

/** The same, played. */
export function openSimulatedLine(): LineUnderTest {
  let now = Date.now();
  return {
    name: 'simulated',
    open: () =>
      createSimulatedLine({
        scenario: parseScenario('paying'),
        now: () => now,
        random: () => 1,
        // Nobody waits here: what takes its time takes it by this clock.
        wait: async (milliseconds) => void (now += milliseconds),
        RelayError,
      }),
    at: (name) => `http://localhost:4103/${name}`,
    async advance(seconds) {
      now += seconds * 1_000;
    },
  };
}
