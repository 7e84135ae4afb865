import type { EgressOptions } from '../../../src/provider/egress/egress-options.js';
import { createSandboxSleep } from '../../support/sandbox-sleep.js';
import { openPayingPage, type PayingPage, type Tick } from '../../support/provider/paying-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { readVisitorsPayments } from '../../support/wallets/official-client.js';
import { type TamperableBody, type TamperingWallet, tamperResponses } from './tamper-responses.js';

/** A visitor whose wallet returns wrong responses. */
export async function openPayerEnvironment(egress: Partial<EgressOptions> = {}) {
  let wallet!: TamperingWallet;
  const sandbox = await openSandbox({
    provider: { egress },
    prepare: ({ visitor }) => void (wallet = tamperResponses(visitor)),
  });
  const advance = createSandboxSleep(() => sandbox);
  return {
    ...{ sandbox, wallet, advance },
    /** A new page, and the tick of its link. */
    async openPage(): Promise<{ own: PayingPage; pay: Tick }> {
      const own = await openPayingPage(sandbox);
      return { own, pay: await own.open() };
    },
    /** The actual number of payments that the wallet has made. */
    async countPayments(): Promise<number> {
      wallet.stopTampering();
      return (await readVisitorsPayments(sandbox)).length;
    },
    /**
     * Ticks until the page receives a payment, and once more at the same time.
     * @returns the number of payments received.
     */
    async tickUntilDelivered(pay: Tick): Promise<number> {
      for (let ticks = 0; ticks < 20; ticks += 1) {
        await advance(2_000);
        const { status } = await pay();
        if (status === 201) return 1 + ((await pay()).status === 201 ? 1 : 0);
      }
      return 0;
    },
  };
}

export const withAmount = (name: string, value: unknown) => (answer: TamperableBody) => ({
  ...answer,
  [name]: { ...answer[name], value },
});

/** For a single payment, the wallet returns an unrelated one, so that the provider searches the list. */
export function withUnrelatedPayment(answer: TamperableBody): TamperableBody {
  return answer['id'] === undefined ? answer : { ...answer, quoteId: answer['walletAddress'], metadata: {} };
}
