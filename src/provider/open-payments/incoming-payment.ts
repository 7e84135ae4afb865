import { isPendingGrant } from '@interledger/open-payments';
import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import { RelayProblem } from '../problem.js';
import type { OpenPaymentsClient } from './client.js';
import { walletProblem } from './wallet-problem.js';

/** How long one incoming payment collects; the agent asks for a new session before it ends. */
const INCOMING_PAYMENT_LIFETIME = 10 * 60_000;

export interface CreatedIncomingPayment {
  id: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

// https://webmonetization.org/specification/flows/#dfn-send-a-create-incoming-payment-request
/** @throws RelayProblem `receiver-refused`, `wallet-unreachable`, `wallet-answer-invalid` */
export async function createIncomingPayment(
  client: OpenPaymentsClient,
  receiver: WalletAddressDetails,
  now: number,
): Promise<CreatedIncomingPayment> {
  try {
    await client.resourceServer.check(receiver);
    const grant = await requestIncomingPaymentGrant(client, receiver);
    const expiresAt = now + INCOMING_PAYMENT_LIFETIME;
    const { id } = await client.incomingPayment.create(
      { url: receiver.resourceServer, accessToken: grant.access_token.value },
      { walletAddress: receiver.id, expiresAt: new Date(expiresAt).toISOString() },
    );
    // The grant has done its work. Nobody waits for its end, and a failure (which the client logs) only lets it expire by itself.
    client.grant
      .cancel({ url: grant.continue.uri, accessToken: grant.continue.access_token.value })
      .catch(() => undefined);
    return { id, expiresAt };
  } catch (cause) {
    const problem = walletProblem(cause);
    const isRefused = problem instanceof RelayProblem && problem.code === 'wallet-refused';
    throw isRefused ? new RelayProblem('receiver-refused', undefined, { cause }) : problem;
  }
}

// https://webmonetization.org/specification/flows/#dfn-send-an-incoming-payment-grant-request
async function requestIncomingPaymentGrant(client: OpenPaymentsClient, receiver: WalletAddressDetails) {
  const grant = await client.grant.request(
    { url: receiver.authServer },
    {
      access_token: {
        access: [{ type: 'incoming-payment', actions: ['create', 'read'], identifier: receiver.id }],
      },
    },
  );
  if (isPendingGrant(grant) || !grant.access_token) {
    throw new RelayProblem('receiver-refused', "The receiver's wallet asks for consent to be paid.");
  }
  return { ...grant, access_token: grant.access_token };
}
