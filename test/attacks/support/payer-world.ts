import type { EgressOptions } from '../../../src/provider/egress/egress-options.js';
import { letTimePass } from '../../support/let-time-pass.js';
import { openPayingPage, type PayingPage, type Tick } from '../../support/paying-page.js';
import { openSandbox } from '../../support/sandbox.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';
import { type Answer, type LyingWallet, makeLie } from './lying-wallet.js';

/** A visitor whose wallet lies. */
export async function openPayerWorld(egress: Partial<EgressOptions> = {}) {
  let wallet!: LyingWallet;
  const sandbox = await openSandbox({
    provider: { egress },
    prepare: ({ visitor }) => void (wallet = makeLie(visitor)),
  });
  const pass = letTimePass(() => sandbox);
  return {
    ...{ sandbox, wallet, pass },
    /** A page of its own, and the tick of its link. */
    async openPage(): Promise<{ own: PayingPage; pay: Tick }> {
      const own = await openPayingPage(sandbox);
      return { own, pay: await own.open() };
    },
    /** How many payments the wallet has made, whatever it says. */
    async countPayments(): Promise<number> {
      wallet.beHonest();
      return (await readVisitorsPayments(sandbox)).length;
    },
    /** Ticks until the page is told of a payment, and once more at the same moment. @returns how many it was told of. */
    async tickUntilTold(pay: Tick): Promise<number> {
      for (let ticks = 0; ticks < 20; ticks += 1) {
        await pass(2_000);
        const { status } = await pay();
        if (status === 201) return 1 + ((await pay()).status === 201 ? 1 : 0);
      }
      return 0;
    },
  };
}

export const withAmount = (name: string, value: unknown) => (answer: Answer) => ({
  ...answer,
  [name]: { ...answer[name], value },
});

/** Asked for the one payment, the wallet shows one that is another's, so that it is looked for in the list. */
export function forgetful(answer: Answer): Answer {
  return answer['id'] === undefined ? answer : { ...answer, quoteId: answer['walletAddress'], metadata: {} };
}
