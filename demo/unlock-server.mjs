import { createClaims, verifyPayment } from 'wm-polyfill/verify-payment';

// Each payment unlocks once. A real site stores its claims in a database.
const claim = createClaims();

const story = `The first was the number of ships that passed. The second was how many
of them had waved back. In his last year both were the same.`;

/** Verifies the payment with the site's own wallet. Data from the page could be forged. */
export async function unlock(incomingPayment, walletAddress) {
  try {
    await verifyPayment(incomingPayment, { walletAddress, claim });
    return { story };
  } catch (error) {
    return { refused: error.message, code: error.code };
  }
}
