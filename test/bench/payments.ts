import { against, median } from './figures.js';
import { openDirectPayer } from './direct-payer.js';
import { openRelayPayer } from './relay-payer.js';
import { type BenchProcess, startProcess } from './processes.js';

const CONCURRENCY = 8;
const PAYMENTS = 400;
const ROUNDS = 5;

interface Round {
  perSecond: number;
  /** Milliseconds of CPU per payment, by process. */
  wallets: number;
  provider: number;
  generator: number;
}

/**
 * Payments per second through the relay against the same Open Payments calls (quote, outgoing payment, one list per 20) made directly
 * with the official client: same wallets, same concurrency, alternating rounds. The wallets' CPU time is counted apart.
 */
export async function benchPayments(): Promise<string[]> {
  const wallets = await startProcess('wallets');
  const provider = await startProcess('provider', wallets.directory);
  const relayPayers = await open(() => openRelayPayer({ ...wallets.directory, ...provider.directory }));
  const directPayers = await open(() => openDirectPayer(wallets.directory));
  const rounds = { relay: [] as Round[], direct: [] as Round[] };
  await measure(relayPayers, wallets, provider, PAYMENTS / 4);
  await measure(directPayers, wallets, provider, PAYMENTS / 4);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.direct.push(await measure(directPayers, wallets, provider, PAYMENTS));
    rounds.relay.push(await measure(relayPayers, wallets, provider, PAYMENTS));
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
    against(`relay / direct at concurrency ${CONCURRENCY}: ${ratio.toFixed(2)}`, '≥ 0.8', ratio >= 0.8),
  ];
}

type Payer = () => Promise<void>;

function open(payer: () => Promise<Payer>): Promise<Payer[]> {
  return Promise.all(Array.from({ length: CONCURRENCY }, payer));
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
