import { startWalletClient } from '../support/wallet-client.js';
import { openSandboxPayer, type SandboxPayer } from '../soak/sandbox-payer.js';
import { against, median } from './figures.js';
import { startProcess } from './processes.js';

const CONCURRENCY = 16;
const PAYMENTS = 2_000;
const ROUNDS = 5;

/**
 * Settled payments per second of one wallet: `POST /outgoing-payments`, signature verified, on disk before each 201, money moved.
 * The clients sign in this process and share the machine's cores with the wallet.
 */
export async function benchWallet(): Promise<string[]> {
  const wallet = await startProcess('wallet');
  const client = await startWalletClient();
  const { origin = '' } = wallet.directory;
  const payer = await openSandboxPayer(origin, client);
  await settle(payer, PAYMENTS / 4);
  const rates: number[] = [];
  const before = await wallet.cpu();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await settle(payer, PAYMENTS);
    rates.push(PAYMENTS / ((performance.now() - start) / 1000));
  }
  const cpu = ((await wallet.cpu()) - before) / (PAYMENTS * ROUNDS);
  await wallet.stop();
  await client.close();
  const rate = median(rates);
  return [
    against(
      `settled payments at concurrency ${CONCURRENCY}: ${rate.toFixed(0)}/s; wallet ${cpu.toFixed(2)} ms CPU each`,
      '≥ 300/s',
      rate >= 300,
    ),
  ];
}

/** Until the last of `count` payments has arrived. */
async function settle(payer: SandboxPayer, count: number): Promise<void> {
  const target = (await payer.received()) + count;
  let left = count;
  const work = async () => {
    while (left-- > 0) await payer.pay({});
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  while ((await payer.received()) < target);
}
