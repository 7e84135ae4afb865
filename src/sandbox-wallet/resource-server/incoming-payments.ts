import type {
  CreateIncomingPaymentArgs,
  IncomingPaymentWithPaymentMethods,
} from '@interledger/open-payments/dist/types.js';
import { type Exchange, found, type Step } from '../http/exchange.js';
import { amountOf, readAmount } from '../ledger/asset.js';
import {
  completeIncomingPayment,
  createIncomingPayment,
  findIncomingPayment,
  type IncomingPayment,
  incomingPaymentOf,
  selectIncomingPayments,
} from '../ledger/incoming-payments.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { INCOMING_PAYMENT } from './find-resource.js';
import { readMetadata, writeMetadata } from './metadata.js';
import { answerPage } from './answer-page.js';
import { WALLET_ADDRESS } from './read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/operations/create-incoming-payment/
export const createRequestedIncomingPayment: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const walletAddress = found(exchange, WALLET_ADDRESS);
  const body = request.body as CreateIncomingPaymentArgs;
  const id = await wallet.database.write((transaction) =>
    createIncomingPayment(transaction, {
      resourceServer: wallet.resourceServer,
      walletAddress: walletAddress.id,
      client: found(exchange, GRANTED_ACCESS).clientId,
      incomingAmount: body.incomingAmount ? readAmount(body.incomingAmount, walletAddress.asset) : null,
      expiresAt: body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt),
      metadata: writeMetadata(body.metadata),
      now: wallet.now(),
    }),
  );
  exchange.answer = { status: 201, body: withMethods(await reread(exchange, id), wallet.now()) };
};

/** Without a token, anyone may see what has arrived. */
// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
export const answerPublicIncomingPayment: Step = (exchange) => {
  if (exchange.request.headers.authorization !== undefined) return undefined;
  const { receivedAmount, asset } = found(exchange, INCOMING_PAYMENT);
  const body = { receivedAmount: amountOf(receivedAmount, asset), authServer: exchange.wallet.authServer };
  exchange.answer = { status: 200, body };
  return 'answered';
};

export const answerIncomingPayment: Step = (exchange) => {
  exchange.answer = {
    status: 200,
    body: withMethods(found(exchange, INCOMING_PAYMENT), exchange.wallet.now()),
  };
};

// https://openpayments.dev/apis/resource-server/operations/complete-incoming-payment/
export const completeRequestedIncomingPayment: Step = async (exchange) => {
  const { wallet } = exchange;
  const { id } = found(exchange, INCOMING_PAYMENT);
  await wallet.database.write((transaction) => completeIncomingPayment(transaction, id, wallet.now()));
  exchange.answer = { status: 200, body: incomingPaymentBody(await reread(exchange, id)) };
};

// https://openpayments.dev/apis/resource-server/operations/list-incoming-payments/
export const listIncomingPayments: Step = (exchange) =>
  answerPage(exchange, 'incoming_payments', async (ids) => {
    const rows = await selectIncomingPayments(exchange.wallet.database.committed)
      .where('incoming_payments.id', 'in', ids)
      .execute();
    return rows.map((row) => incomingPaymentBody(incomingPaymentOf(row)));
  });

async function reread({ wallet }: Exchange, id: string): Promise<IncomingPayment> {
  const payment = await findIncomingPayment(wallet.database.committed, id, wallet.now());
  if (!payment) throw new Error(`The incoming payment ${id} vanished`);
  return payment;
}

function incomingPaymentBody(payment: IncomingPayment): Omit<IncomingPaymentWithPaymentMethods, 'methods'> {
  return {
    id: payment.id,
    walletAddress: payment.walletAddress,
    ...(payment.incomingAmount !== null && {
      incomingAmount: amountOf(payment.incomingAmount, payment.asset),
    }),
    receivedAmount: amountOf(payment.receivedAmount, payment.asset),
    completed: payment.completed,
    expiresAt: new Date(payment.expiresAt).toISOString(),
    ...readMetadata(payment.metadata),
    createdAt: new Date(payment.createdAt).toISOString(),
  };
}

/** The address and secret look real, but nobody speaks ILP in a sandbox: the ledger moves the money. */
function withMethods(payment: IncomingPayment, now: number): IncomingPaymentWithPaymentMethods {
  const open = !payment.completed && payment.expiresAt > now;
  const ilpAddress = `test.wm-sandbox.${payment.id.slice(payment.id.lastIndexOf('/') + 1)}`;
  const methods = open ? [{ type: 'ilp' as const, ilpAddress, sharedSecret: payment.sharedSecret }] : [];
  return { ...incomingPaymentBody(payment), methods };
}
