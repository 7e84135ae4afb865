import { createHttpRelay } from '../../src/page/relay-client/http-relay.js';
import type { Relay } from '../../src/page/relay-client/relay.js';
import { RelayError } from '../../src/page/relay-client/relay-error.js';
import { problemOf } from '../../src/page/simulation/simulated-relay/simulated-problems.js';
import { SimulatedSettlement } from '../../src/page/simulation/simulated-relay/simulated-settlement.js';
import * as testPayment from '../../src/page/simulation/simulated-relay/test-payment.js';
import { testReceiverAt } from '../../src/page/simulation/simulated-relay/test-receivers.js';
import { parseScenario } from '../../src/page/simulation/scenario/simulation-scenario.js';
import { createSimulatedRelay } from '../../src/page/simulation/simulated-relay/simulated-relay.js';
import { openSandboxWithServices } from '../support/provider/provider-services.js';

/** A relay and its provider, for tests that run with both. */
export interface RelayUnderTest {
  readonly name: string;
  /** The relay of a new, connected page. */
  open(): Relay;
  /** The URL of the test wallet address with this name. */
  walletAddressOf(name: string): string;
  /** Advances the provider's clock by this number of seconds. */
  advance(seconds: number): Promise<void>;
}

/** A provider and two wallets over HTTP, with the limits of a simulation. */
export async function openHttpRelay(): Promise<RelayUnderTest> {
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
    walletAddressOf: (name) =>
      testWalletAddresses[name] ?? new URL(`/${name}`, testWalletAddresses['ok']).href,
    advance,
  };
}

/** The simulated counterpart. */
export function openSimulatedRelay(): RelayUnderTest {
  let now = Date.now();
  const details = { ...testPayment, problemOf, testReceiverAt, SimulatedSettlement };
  return {
    name: 'simulated',
    open: () =>
      createSimulatedRelay({
        scenario: parseScenario('paying'),
        now: () => now,
        details: () => details,
        loadDetails: () => details,
        // Delays use this clock, so that tests do not wait.
        wait: async (milliseconds) => void (now += milliseconds),
        RelayError,
      }),
    walletAddressOf: (name) => `http://localhost:4103/${name}`,
    async advance(seconds) {
      now += seconds * 1_000;
    },
  };
}
