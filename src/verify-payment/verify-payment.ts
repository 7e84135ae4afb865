import { convertDecimalToScaledAmount, convertScaledAmountToDecimal } from '../protocol/amount.js';
import { readOptions, type VerifyPaymentOptions } from './options.js';
import { parsePaymentUrl } from './parse-payment-url.js';
import { PaymentNotVerified } from './payment-not-verified.js';
import { readReceivedAmount } from './read-received-amount.js';
import { readWalletAddress } from './read-wallet-address.js';

export { createClaims } from './claims.js';
export { PaymentNotVerified, type NotVerifiedCode } from './payment-not-verified.js';
export type { Claim, VerifyPaymentOptions } from './options.js';

/** A decimal amount, as in `MonetizationCurrencyAmount`. */
export interface VerifiedAmount {
  readonly currency: string;
  readonly value: string;
}

export interface VerifiedPayment {
  /** In the one spelling that {@link VerifyPaymentOptions.claim} was given: what a page says may be written in several ways. */
  readonly incomingPayment: string;
  /** The `id` of the wallet address. */
  readonly walletAddress: string;
  /** All that has arrived at this incoming payment. */
  readonly received: VerifiedAmount;
  /** What of it had not been claimed before; more than zero. */
  readonly increase: VerifiedAmount;
  /**
   * `resource-server`: the payment is one of the wallet's server, which does not tell anybody whose it is.
   * `wallet-address`: the answer, read with the site's own token, names the site's wallet address.
   */
  readonly confirmedBy: 'resource-server' | 'wallet-address';
}

/** Between two questions, while the money is on its way. */
const PAUSE = 500;

/**
 * Asks the site's own wallet whether money has arrived at the incoming payment that a page has sent in. For a site's server: what runs in a
 * page can be changed by who looks at it.
 * @param incomingPayment what the page says; anything may be in it
 * @throws TypeError for an option that is wrong; PaymentNotVerified, with its `code`, in all other cases
 */
export async function verifyPayment(
  incomingPayment: unknown,
  options: VerifyPaymentOptions,
): Promise<VerifiedPayment> {
  const settings = readOptions(options);
  const wallet = await readWalletAddress(settings);
  const url = parsePaymentUrl(incomingPayment, wallet.resourceServer);
  const { assetCode: currency, assetScale } = wallet;
  const amountOf = (scaled: bigint) => ({
    currency,
    value: convertScaledAmountToDecimal(scaled, assetScale),
  });

  let known = 0n;
  for (let patience = settings.wait; ;) {
    const { scaled, confirmedBy } = await readReceivedAmount(url, wallet, settings);
    if (scaled < known) throw new PaymentNotVerified('payment-shrunk');
    const received = amountOf(scaled);
    const claimed = scaled > 0n ? await settings.claim(url, received.value) : undefined;
    const previous = convertDecimalToScaledAmount(claimed ?? '0', assetScale);
    if (scaled > previous) {
      const increase = amountOf(scaled - previous);
      return { incomingPayment: url, walletAddress: wallet.id, received, increase, confirmedBy };
    }
    // Another call may have claimed more while this one waited for its answer. The next answer cannot be less.
    const overtaken = previous > scaled;
    known = previous;
    if (overtaken) continue;
    if (patience <= 0) throw new PaymentNotVerified('payment-not-new');
    await settings.delay(Math.min(PAUSE, patience));
    patience -= PAUSE;
  }
}
