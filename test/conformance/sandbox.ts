import { type Sandbox, startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';

/** Two cents each 200 milliseconds: many payments in little time. */
const ALLOWANCE = { ratePerHour: '360.00', budget: '1000.00', period: 'P1M' };

/** The sandbox that our agent and the test receiver's wallet addresses come from. */
export async function startSuiteSandbox(): Promise<Sandbox> {
  return startSandbox({
    ports: await freePorts(),
    dataDirectory: null,
    provider: { allowance: ALLOWANCE, minPaymentDelay: 200 },
  });
}
