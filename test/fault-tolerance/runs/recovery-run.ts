import { setTimeout } from 'node:timers/promises';
import { waitFor } from '../../support/wait-for.js';
import { addPayments } from '../environment/add-payments.js';
import { drain } from '../environment/drain.js';
import { openProcessEnvironment, type ProcessEnvironment } from '../environment/process-environment.js';
import type { StreamingPage } from '../environment/streaming-page.js';

const TICK_INTERVAL_MS = 50;
const EVENT_TIMEOUT_MS = 60_000;

export interface RecoveryRun {
  readonly environment: ProcessEnvironment;
  readonly page: StreamingPage;
  /**
   * Kills the provider at `step` of a payment, restarts it, and waits for the page's next event. Returns the
   * milliseconds from the provider's start until then. The start time of the process is not included.
   */
  recover(step: string): Promise<number>;
  setFault(fault: string, isOn: boolean): Promise<void>;
}

/** A provider whose visitor already has many payments. */
export async function openRecoveryRun(paymentCount: number): Promise<RecoveryRun> {
  const environment = await openProcessEnvironment({ tick: TICK_INTERVAL_MS });
  const page = await environment.openPage();
  const pay = () => page.tick();
  await waitFor(() => page.events.length > 0, 'the first event', { between: pay });
  await drain(environment);
  addPayments(environment.databases, paymentCount);

  return {
    environment,
    page,
    async recover(step) {
      await crashAt(environment, page, step);
      const delivered = page.events.length;
      await environment.startNode(0);
      const start = performance.now();
      await waitFor(
        () => page.events.length > delivered,
        () => `the next event: ${JSON.stringify(page.lastFailure)}`,
        { timeoutMs: EVENT_TIMEOUT_MS, between: () => page.tick().then(() => setTimeout(TICK_INTERVAL_MS)) },
      );
      return performance.now() - start;
    },
    async setFault(fault, isOn) {
      const { wallet } = await environment.collectState();
      const url = new URL(`/sandbox/faults/${fault}`, wallet.payments[0]?.id);
      const { ok } = await fetch(url, { method: isOn ? 'PUT' : 'DELETE' });
      if (!ok) throw new Error(`The fault ${fault} was not changed.`);
    },
  };
}

async function crashAt(environment: ProcessEnvironment, page: StreamingPage, step: string): Promise<void> {
  await environment.nodes[0]?.kill();
  await environment.startNode(0, { crashAt: { step, times: 1, signal: 'SIGKILL' } });
  let died = false;
  void environment.nodes[0]?.ended.then(() => (died = true));
  const between = () => Promise.race([page.tick(), setTimeout(1_000)]);
  await waitFor(() => died, `a kill at "${step}"`, { timeoutMs: EVENT_TIMEOUT_MS, between });
}
