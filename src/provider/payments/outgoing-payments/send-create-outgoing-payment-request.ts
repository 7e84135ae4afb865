import type { OutgoingPaymentWithSpentAmounts } from '@interledger/open-payments';
import { withAccessToken } from '../../wallet-grants/with-access-token.js';
import { RelayProblem } from '../../core/relay-problem.js';
import { isLeased } from '../../core/tables/lease.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { Intent } from '../../core/intent-table.js';
import type { Payer } from '../../core/payer.js';

// https://webmonetization.org/specification/flows/#dfn-send-a-create-outgoing-payment-request
/**
 * Pays the intent's quote. The quote's id serves as idempotency key: a wallet refuses to pay it twice.
 * @throws RelayProblem `payment-pending` if this node's lease has expired. Another node may be paying now.
 */
export function sendCreateOutgoingPaymentRequest(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPaymentWithSpentAmounts> {
  return withAccessToken(services, payer, (accessToken) => {
    if (!isLeased(intent.leased_until, services.now())) throw new RelayProblem('payment-pending');
    return services.client.outgoingPayment.create(
      { url: payer.resourceServer, accessToken },
      { walletAddress: payer.walletAddress, quoteId: intent.quote_id, metadata: { wmIntent: intent.id } },
    );
  });
}
