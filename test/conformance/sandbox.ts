import { createProvider } from '../../src/provider/provider.js';
import { acceptInteraction } from '../../src/sandbox-wallet/accept-interaction.js';
import { startSandbox } from '../../src/tools/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { type AgentUnderTest, polyfillAgent } from './agents.js';

/** Two cents every 200 milliseconds, for many payments in a short time. */
const ALLOWANCE = { ratePerHour: '360.00', budget: '1000.00', period: 'P1M' };
const MIN_PAYMENT_DELAY_MS = 200;
/** For pages about the time between two payments. */
const SLOW_MIN_PAYMENT_DELAY_MS = 30_000;

/** The origins of our agent and of the test receiver's wallet addresses. */
export interface SuiteSandbox {
  readonly agent: AgentUnderTest;
  readonly wallets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startSuiteSandbox(): Promise<SuiteSandbox> {
  const sandbox = await startSandbox({
    ports: await freePorts(),
    dataDirectory: null,
    provider: { allowance: ALLOWANCE, minPaymentDelay: MIN_PAYMENT_DELAY_MS },
  });
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  const slow = await createProvider({
    origin,
    dataDirectory: null,
    allowance: ALLOWANCE,
    minPaymentDelay: SLOW_MIN_PAYMENT_DELAY_MS,
    sandboxVisitor: { walletAddress: sandbox.directory.wallets.visitor, consent: visitConsentPage },
  });
  await slow.listen({ host: 'localhost', port });
  const { script, provider, testWalletAddresses } = sandbox.directory;
  return {
    agent: polyfillAgent({ script, provider, slowProvider: origin }),
    wallets: testWalletAddresses,
    async close() {
      await slow.close();
      await sandbox.close();
    },
  };
}

/** The visitor's browser: accepts on the wallet's page and follows it back to the provider. */
async function visitConsentPage(redirect: string): Promise<void> {
  await fetch(await acceptInteraction(redirect));
}
