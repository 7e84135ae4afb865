import { payableLinks } from './observe-links.js';

/** As doubles their sum would be 0.30000000000000004. */
const AMOUNTS = ['0.1', '0.2'];
const A_MOMENT = 100;

/** Does what an agent would do once its visitor pays. @param alone the page has no agent that has fired `load` already. */
export async function playAgent(alone: boolean): Promise<void> {
  for (const link of payableLinks()) {
    if (alone) link.dispatchEvent(new Event('load'));
    await moment();
    for (const value of AMOUNTS) {
      const { href: walletAddress } = link;
      const incomingPayment = 'https://wallet.example/incoming-payments/1';
      const amountSent = { currency: 'USD', value };
      if (!link.isConnected || typeof MonetizationEvent !== 'function') break;
      link.dispatchEvent(
        new MonetizationEvent('monetization', { bubbles: true, amountSent, incomingPayment, walletAddress }),
      );
      await moment();
    }
  }
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, A_MOMENT));
}
