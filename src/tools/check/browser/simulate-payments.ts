import { enabledLinks } from './observe-links.js';

/** As floating-point numbers their sum is 0.30000000000000004. */
const TEST_AMOUNTS = ['0.1', '0.2'];
const PAUSE_MS = 100;

/**
 * Fires the events of an agent whose visitor pays.
 * @param firesLoad true if the page has no agent that already fired `load`.
 */
export async function simulatePayments(firesLoad: boolean): Promise<void> {
  for (const link of enabledLinks()) {
    if (firesLoad) link.dispatchEvent(new Event('load'));
    await pause();
    for (const value of TEST_AMOUNTS) {
      const { href: walletAddress } = link;
      const incomingPayment = 'https://wallet.example/incoming-payments/1';
      const amountSent = { currency: 'USD', value };
      if (!link.isConnected || typeof MonetizationEvent !== 'function') break;
      link.dispatchEvent(
        new MonetizationEvent('monetization', { bubbles: true, amountSent, incomingPayment, walletAddress }),
      );
      await pause();
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
