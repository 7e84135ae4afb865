import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';
import { formatAgainstTarget } from '../format-result.js';
import { startLocalServer } from '../../support/local-server.js';

const TIMEOUT_MS = 1_000;
/** Milliseconds that a call may take beyond its time limit. */
const MAX_OVERTIME_MS = 1_000;
const CALLS_TO_DEAD_WALLET = 500;

/** Whether a wallet that does not respond delays the calls to another one, and when the provider gives up. */
export async function benchSlowWallets(): Promise<string[]> {
  const regular = await startLocalServer((response) => response.end('{}'));
  const dead = await startLocalServer(() => undefined);
  const { baseline, beside, took } = await measure(regular.url, dead.url);
  regular.close();
  dead.close();
  const most = 2 * baseline + 5;
  return [
    formatAgainstTarget(
      `p99 beside a dead wallet: ${beside.toFixed(1)} ms, ${baseline.toFixed(1)} ms without`,
      `≤ ${most.toFixed(1)} ms`,
      beside <= most,
    ),
    formatAgainstTarget(
      `a call to a dead wallet, with a time limit of ${TIMEOUT_MS} ms: ${took.toFixed(0)} ms`,
      `≤ ${TIMEOUT_MS + MAX_OVERTIME_MS} ms`,
      took <= TIMEOUT_MS + MAX_OVERTIME_MS,
    ),
  ];
}

async function measure(regular: URL, dead: URL) {
  const options = { ...createEgressOptions(true), totalTimeout: TIMEOUT_MS, failureThreshold: 5 };
  const egress = createEgress(options);
  const callDead = () =>
    egress.send({ method: 'POST', url: dead, headers: {}, body: '{}' }).catch((error: unknown) => error);
  const p99 = async () => {
    const times: number[] = [];
    const work = async () => {
      for (let call = 0; call < 100; call += 1) {
        const start = performance.now();
        await egress.send({ method: 'GET', url: regular, headers: {} });
        times.push(performance.now() - start);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] as number;
  };

  await p99();
  const baseline = await p99();
  const start = performance.now();
  const first = callDead().then(() => performance.now() - start);
  const others = Array.from({ length: CALLS_TO_DEAD_WALLET - 1 }, callDead);
  const beside = await p99();
  const took = await first;
  for (const error of await Promise.all(others)) if (!(error instanceof EgressError)) throw error;
  await egress.close();
  return { baseline, beside, took };
}
