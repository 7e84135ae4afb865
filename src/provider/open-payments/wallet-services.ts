import type { Services } from '../core/services.js';
import type { Egress } from '../egress/egress.js';
import type { OpenPaymentsClient } from './open-payments-client.js';

/** For requests to wallets. */
export interface WalletServices extends Services {
  egress: Egress;
  client: OpenPaymentsClient;
}
