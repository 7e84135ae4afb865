import type {
  CreateIncomingPaymentArgs,
  IncomingPaymentWithPaymentMethods,
} from '@interledger/open-payments/dist/types.js';
import { type Exchange, get, type Step } from '../operations/exchange.js';
import { toOpenPaymentsAmount, parsePositiveAmount } from '../ledger/asset.js';
import {
  completeIncomingPayment,
  insertIncomingPayment,
  findIncomingPayment,
  type IncomingPayment,
  toIncomingPayment,
  selectIncomingPayments,
} from '../ledger/payments/incoming-payments.js';
import { GRANTED_ACCESS } from './checks/check-access-token.js';
import { INCOMING_PAYMENT } from './checks/find-resource.js';
import { parseMetadata, serializeMetadata } from './metadata.js';
import { respondWithPage } from './respond-with-page.js';
import { WALLET_ADDRESS } from './checks/read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/operations/create-incoming-payment/
export const createRequestedIncomingPayment: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const walletAddress = get(exchange, WALLET_ADDRESS);
  const body = request.body as CreateIncomingPaymentArgs;
  const id = await wallet.database.write((transaction) =>
    insertIncomingPayment(transaction, {
      resourceServer: wallet.resourceServer,
      walletAddress: walletAddress.id,
      client: get(exchange, GRANTED_ACCESS).clientId,
      incomingAmount: body.incomingAmount
        ? parsePositiveAmount(body.incomingAmount, walletAddress.asset)
        : null,
      expiresAt: body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt),
      metadata: serializeMetadata(body.metadata),
      now: wallet.now(),
    }),
  );
  exchange.response = {
    status: 201,
    body: withMethods(await rereadIncomingPayment(exchange, id), wallet.now()),
  };
};

/** Anyone can read the received amount without a token. */
// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
export const respondWithPublicIncomingPayment: Step = (exchange) => {
  if (exchange.request.headers.authorization !== undefined) return undefined;
  const { receivedAmount, asset } = get(exchange, INCOMING_PAYMENT);
  const body = {
    receivedAmount: toOpenPaymentsAmount(receivedAmount, asset),
    authServer: exchange.wallet.authServer,
  };
  exchange.response = { status: 200, body };
  return 'responded';
};

export const respondWithIncomingPayment: Step = (exchange) => {
  exchange.response = {
    status: 200,
    body: withMethods(get(exchange, INCOMING_PAYMENT), exchange.wallet.now()),
  };
};

// https://openpayments.dev/apis/resource-server/operations/complete-incoming-payment/
export const completeRequestedIncomingPayment: Step = async (exchange) => {
  const { wallet } = exchange;
  const { id } = get(exchange, INCOMING_PAYMENT);
  await wallet.database.write((transaction) => completeIncomingPayment(transaction, id, wallet.now()));
  exchange.response = { status: 200, body: incomingPaymentBody(await rereadIncomingPayment(exchange, id)) };
};

// https://openpayments.dev/apis/resource-server/operations/list-incoming-payments/
export const respondWithIncomingPaymentList: Step = (exchange) =>
  respondWithPage(exchange, 'incoming_payments', async (ids) => {
    const rows = await selectIncomingPayments(exchange.wallet.database.reader)
      .where('incoming_payments.id', 'in', ids)
      .execute();
    return rows.map((row) => incomingPaymentBody(toIncomingPayment(row)));
  });

async function rereadIncomingPayment({ wallet }: Exchange, id: string): Promise<IncomingPayment> {
  const payment = await findIncomingPayment(wallet.database.reader, id, wallet.now());
  if (!payment) throw new Error(`The incoming payment ${id} no longer exists`);
  return payment;
}

function incomingPaymentBody(payment: IncomingPayment): Omit<IncomingPaymentWithPaymentMethods, 'methods'> {
  return {
    id: payment.id,
    walletAddress: payment.walletAddress,
    ...(payment.incomingAmount !== null && {
      incomingAmount: toOpenPaymentsAmount(payment.incomingAmount, payment.asset),
    }),
    receivedAmount: toOpenPaymentsAmount(payment.receivedAmount, payment.asset),
    completed: payment.completed,
    expiresAt: new Date(payment.expiresAt).toISOString(),
    ...parseMetadata(payment.metadata),
    createdAt: new Date(payment.createdAt).toISOString(),
  };
}

/** The ILP address and secret only look real: in a sandbox, the ledger moves the money. */
function withMethods(payment: IncomingPayment, now: number): IncomingPaymentWithPaymentMethods {
  const open = !payment.completed && payment.expiresAt > now;
  const ilpAddress = `test.wm-sandbox.${payment.id.slice(payment.id.lastIndexOf('/') + 1)}`;
  const methods = open ? [{ type: 'ilp' as const, ilpAddress, sharedSecret: payment.sharedSecret }] : [];
  return { ...incomingPaymentBody(payment), methods };
}
