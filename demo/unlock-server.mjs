import { createClaims, verifyPayment } from 'wm-polyfill/verify-payment';

// A payment unlocks once. A real site keeps this in its database.
const claim = createClaims();

const story = `The first was the number of ships that passed. The second was how many
of them had waved back. In his last year both were the same.`;

/** Asks the site's own wallet. What the page says may be made up. */
export async function unlock(incomingPayment, walletAddress) {
  try {
    await verifyPayment(incomingPayment, { walletAddress, claim });
    return { story };
  } catch (error) {
    return { refused: error.message, code: error.code };
  }
}
