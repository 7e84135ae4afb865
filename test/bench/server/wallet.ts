import { startWalletClient } from '../../support/wallets/wallet-client.js';
import { openSandboxPayer, type SandboxPayer } from '../../soak/requests/sandbox-payer.js';
import { formatAgainstTarget, median } from '../format-result.js';
import { startBenchProcess } from './bench-process.js';

const CONCURRENT_CLIENTS = 16;
const PAYMENT_COUNT = 2_000;
const ROUNDS = 5;

/**
 * Settled payments per second of one wallet: `POST /outgoing-payments` with a verified signature, synced to
 * disk before each 201, and the transfer. The clients sign in this process and share the machine's cores with
 * the wallet.
 */
export async function benchWallet(): Promise<string[]> {
  const wallet = await startBenchProcess('wallet');
  const client = await startWalletClient();
  const { origin = '' } = wallet.addresses;
  const payer = await openSandboxPayer(origin, client);
  await settlePayments(payer, PAYMENT_COUNT / 4);
  const rates: number[] = [];
  const before = await wallet.cpu();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await settlePayments(payer, PAYMENT_COUNT);
    rates.push(PAYMENT_COUNT / ((performance.now() - start) / 1000));
  }
  const cpu = ((await wallet.cpu()) - before) / (PAYMENT_COUNT * ROUNDS);
  await wallet.stop();
  await client.close();
  const rate = median(rates);
  return [
    formatAgainstTarget(
      `settled payments at concurrency ${CONCURRENT_CLIENTS}: ${rate.toFixed(0)}/s; wallet ${cpu.toFixed(2)} ms CPU each`,
      '≥ 300/s',
      rate >= 300,
    ),
  ];
}

/** Waits until the last of `count` payments has settled. */
async function settlePayments(payer: SandboxPayer, count: number): Promise<void> {
  const target = (await payer.readReceivedAmount()) + count;
  let left = count;
  const work = async () => {
    while (left-- > 0) await payer.pay({});
  };
  await Promise.all(Array.from({ length: CONCURRENT_CLIENTS }, work));
  while ((await payer.readReceivedAmount()) < target);
}
