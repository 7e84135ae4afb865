import { formatAgainstTarget, median } from '../format-result.js';
import { openDirectPayer } from './direct-payer.js';
import { openRelayPayer } from './relay-payer.js';
import { type BenchProcess, startBenchProcess } from './bench-process.js';

const CONCURRENT_PAYERS = 8;
const PAYMENT_COUNT = 400;
const ROUNDS = 5;

interface Round {
  perSecond: number;
  /** Milliseconds of CPU per payment, by process. */
  wallets: number;
  provider: number;
  generator: number;
}

/**
 * Compares payments per second through the relay with the same Open Payments calls (quote, outgoing payment,
 * one list per 20) of the official client: same wallets, same concurrency, alternating rounds. The wallets'
 * CPU time is measured separately.
 */
export async function benchPayments(): Promise<string[]> {
  const wallets = await startBenchProcess('wallets');
  const provider = await startBenchProcess('provider', wallets.addresses);
  const relayPayers = await open(() => openRelayPayer({ ...wallets.addresses, ...provider.addresses }));
  const directPayers = await open(() => openDirectPayer(wallets.addresses));
  const rounds = { relay: [] as Round[], direct: [] as Round[] };
  await measure(relayPayers, wallets, provider, PAYMENT_COUNT / 4);
  await measure(directPayers, wallets, provider, PAYMENT_COUNT / 4);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.direct.push(await measure(directPayers, wallets, provider, PAYMENT_COUNT));
    rounds.relay.push(await measure(relayPayers, wallets, provider, PAYMENT_COUNT));
  }
  await provider.stop();
  await wallets.stop();

  const middle = (kind: 'relay' | 'direct', figure: keyof Round) =>
    median(rounds[kind].map((round) => round[figure]));
  const ratio = middle('relay', 'perSecond') / middle('direct', 'perSecond');
  const line = (kind: 'relay' | 'direct') =>
    `${kind}: ${middle(kind, 'perSecond').toFixed(0)} payments/s; CPU per payment: wallets ${middle(kind, 'wallets').toFixed(2)} ms, ` +
    `provider ${middle(kind, 'provider').toFixed(2)} ms, caller ${middle(kind, 'generator').toFixed(2)} ms`;
  return [
    line('direct'),
    line('relay'),
    formatAgainstTarget(
      `relay / direct at concurrency ${CONCURRENT_PAYERS}: ${ratio.toFixed(2)}`,
      '≥ 0.8',
      ratio >= 0.8,
    ),
  ];
}

type Payer = () => Promise<void>;

function open(payer: () => Promise<Payer>): Promise<Payer[]> {
  return Promise.all(Array.from({ length: CONCURRENT_PAYERS }, payer));
}

async function measure(
  payers: Payer[],
  wallets: BenchProcess,
  provider: BenchProcess,
  payments: number,
): Promise<Round> {
  const before = {
    wallets: await wallets.cpu(),
    provider: await provider.cpu(),
    generator: process.cpuUsage(),
  };
  const start = performance.now();
  let left = payments;
  await Promise.all(
    payers.map(async (pay) => {
      while (left-- > 0) await pay();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const generator = process.cpuUsage(before.generator);
  return {
    perSecond: payments / seconds,
    wallets: ((await wallets.cpu()) - before.wallets) / payments,
    provider: ((await provider.cpu()) - before.provider) / payments,
    generator: (generator.user + generator.system) / 1000 / payments,
  };
}
