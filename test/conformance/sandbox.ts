import { createProvider } from '../../src/provider/provider.js';
import { acceptInteraction } from '../../src/sandbox-wallet/demo-visitor.js';
import { startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { type Agent, ourAgent } from './agents.js';

/** Two cents each 200 milliseconds: many payments in little time. */
const ALLOWANCE = { ratePerHour: '360.00', budget: '1000.00', period: 'P1M' };
const MIN_PAYMENT_DELAY = 200;
/** For pages that are about what happens between two payments. */
const SLOW_MIN_PAYMENT_DELAY = 30_000;

/** What our agent and the test receiver's wallet addresses come from. */
export interface SuiteSandbox {
  readonly agent: Agent;
  readonly wallets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startSuiteSandbox(): Promise<SuiteSandbox> {
  const sandbox = await startSandbox({
    ports: await freePorts(),
    dataDirectory: null,
    provider: { allowance: ALLOWANCE, minPaymentDelay: MIN_PAYMENT_DELAY },
  });
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  const slow = await createProvider({
    origin,
    dataDirectory: null,
    allowance: ALLOWANCE,
    minPaymentDelay: SLOW_MIN_PAYMENT_DELAY,
    sandboxVisitor: { walletAddress: sandbox.directory.wallets.visitor, consent: visitConsentPage },
  });
  await slow.listen({ host: 'localhost', port });
  const { script, provider, testWalletAddresses } = sandbox.directory;
  return {
    agent: ourAgent({ script, provider, slowProvider: origin }),
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
