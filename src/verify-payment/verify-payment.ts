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
  /** The canonical URL, as passed to {@link VerifyPaymentOptions.claim}. The page's spelling may differ. */
  readonly incomingPayment: string;
  /** The `id` of the wallet address. */
  readonly walletAddress: string;
  /** The total received by this incoming payment. */
  readonly received: VerifiedAmount;
  /** The part that was not claimed before. Always greater than zero. */
  readonly increase: VerifiedAmount;
  /**
   * - `resource-server`: the payment is on the server of the site's wallet. The public response does not
   *   contain its wallet address.
   * - `wallet-address`: the response, read with the site's own token, contains the site's wallet address.
   */
  readonly confirmedBy: 'resource-server' | 'wallet-address';
}

const POLL_INTERVAL_MS = 500;

/**
 * Checks at the site's own wallet that an incoming payment has received money. For the site's server, because
 * visitors can change everything that runs in a page.
 * @param incomingPayment the URL from the page, untrusted
 * @throws TypeError for an invalid option
 * @throws PaymentNotVerified with a `code` in all other cases
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

  let claimedBefore = 0n;
  for (let remainingMs = settings.wait; ;) {
    const { scaled, confirmedBy } = await readReceivedAmount(url, wallet, settings);
    if (scaled < claimedBefore) throw new PaymentNotVerified('payment-decreased');
    const received = amountOf(scaled);
    const claimed = scaled > 0n ? await settings.claim(url, received.value) : undefined;
    const previous = convertDecimalToScaledAmount(claimed ?? '0', assetScale);
    if (scaled > previous) {
      const increase = amountOf(scaled - previous);
      return { incomingPayment: url, walletAddress: wallet.id, received, increase, confirmedBy };
    }
    // A concurrent call may have claimed more in the meantime. The next response cannot be less than that.
    const overtaken = previous > scaled;
    claimedBefore = previous;
    if (overtaken) continue;
    if (remainingMs <= 0) throw new PaymentNotVerified('payment-not-new');
    await settings.delay(Math.min(POLL_INTERVAL_MS, remainingMs));
    remainingMs -= POLL_INTERVAL_MS;
  }
}
