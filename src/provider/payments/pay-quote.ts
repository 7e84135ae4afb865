import type { OutgoingPaymentWithSpentAmounts } from '@interledger/open-payments';
import { withAccessToken } from '../consent/with-access-token.js';
import type { Services } from '../services.js';
import type { SubmittingIntent } from './intent-transitions.js';
import type { Payer } from './payer.js';

// https://webmonetization.org/specification/flows/#dfn-send-a-create-outgoing-payment-request
/** The quote's id is the idempotency key: paying it again is refused by the wallet, never done twice. */
export function payQuote(
  services: Services,
  payer: Payer,
  intent: SubmittingIntent,
): Promise<OutgoingPaymentWithSpentAmounts> {
  return withAccessToken(services, payer.connectionId, (accessToken) =>
    services.client.outgoingPayment.create(
      { url: payer.resourceServer, accessToken },
      { walletAddress: payer.walletAddress, quoteId: intent.quote_id, metadata: { wmIntent: intent.id } },
    ),
  );
}
