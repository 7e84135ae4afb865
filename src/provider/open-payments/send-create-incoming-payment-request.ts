import { isPendingGrant } from '@interledger/open-payments/dist/types.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { OpenPaymentsClient } from './open-payments-client.js';
import { toWalletProblem } from './wallet-problem.js';

/** Lifetime of an incoming payment. The agent creates a new session before it expires. */
const INCOMING_PAYMENT_LIFETIME_MS = 10 * 60_000;

export interface CreatedIncomingPayment {
  id: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

// https://webmonetization.org/specification/flows/#dfn-send-a-create-incoming-payment-request
/** @throws RelayProblem `receiver-refused`, `wallet-unreachable`, `wallet-response-invalid` */
export async function sendCreateIncomingPaymentRequest(
  client: OpenPaymentsClient,
  receiver: WalletAddressDetails,
  now: number,
): Promise<CreatedIncomingPayment> {
  try {
    await client.resourceServer.check(receiver);
    const grant = await sendIncomingPaymentGrantRequest(client, receiver);
    const expiresAt = now + INCOMING_PAYMENT_LIFETIME_MS;
    const { id } = await client.incomingPayment.create(
      { url: receiver.resourceServer, accessToken: grant.access_token.value },
      { walletAddress: receiver.id, expiresAt: new Date(expiresAt).toISOString() },
    );
    // The grant is not needed any more. If revoking it fails, it expires.
    client.grant
      .cancel({ url: grant.continue.uri, accessToken: grant.continue.access_token.value })
      .catch(() => undefined);
    return { id, expiresAt };
  } catch (cause) {
    const problem = toWalletProblem(cause);
    const isRefused = problem instanceof RelayProblem && problem.code === 'wallet-refused';
    throw isRefused ? new RelayProblem('receiver-refused', undefined, { cause }) : problem;
  }
}

// https://webmonetization.org/specification/flows/#dfn-send-an-incoming-payment-grant-request
async function sendIncomingPaymentGrantRequest(client: OpenPaymentsClient, receiver: WalletAddressDetails) {
  const grant = await client.grant.request(
    { url: receiver.authServer },
    {
      access_token: {
        access: [{ type: 'incoming-payment', actions: ['create', 'read'], identifier: receiver.id }],
      },
    },
  );
  if (isPendingGrant(grant) || !grant.access_token) {
    throw new RelayProblem('receiver-refused', "The receiver's wallet requires consent to receive payments.");
  }
  return { ...grant, access_token: grant.access_token };
}
