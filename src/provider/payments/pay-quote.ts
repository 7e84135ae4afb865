import type { OutgoingPaymentWithSpentAmounts } from '@interledger/open-payments';
import { withAccessToken } from '../consent/with-access-token.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { isClaimed } from './claim-intent.js';
import type { Intent } from './intent-transitions.js';
import type { Payer } from './payer.js';

// https://webmonetization.org/specification/flows/#dfn-send-a-create-outgoing-payment-request
/**
 * The quote's id is the idempotency key: paying it again is refused by the wallet, never done twice.
 * @throws RelayProblem `payment-pending` when this process slept through its claim: another may be paying it now.
 */
export function payQuote(
  services: Services,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPaymentWithSpentAmounts> {
  return withAccessToken(services, payer, (accessToken) => {
    if (!isClaimed(intent, services.now())) throw new RelayProblem('payment-pending');
    return services.client.outgoingPayment.create(
      { url: payer.resourceServer, accessToken },
      { walletAddress: payer.walletAddress, quoteId: intent.quote_id, metadata: { wmIntent: intent.id } },
    );
  });
}
