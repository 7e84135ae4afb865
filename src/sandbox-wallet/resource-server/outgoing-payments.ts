import type {
  CreateOutgoingPaymentArgs,
  OutgoingPayment as OutgoingPaymentBody,
} from '@interledger/open-payments/dist/types.js';
import { CREATE_OUTGOING_PAYMENT } from '../faults/fault.js';
import { type Exchange, get, type Step } from '../operations/exchange.js';
import { toOpenPaymentsAmount, type LedgerAsset } from '../ledger/asset.js';
import { assetKey } from '../ledger/payments/grant-spending.js';
import type { SettlementFault } from '../ledger/payments/outcome.js';
import {
  createOutgoingPayment,
  type OutgoingPayment,
  toOutgoingPayment,
  selectOutgoingPayments,
} from '../ledger/payments/outgoing-payments.js';
import type { Quote } from '../ledger/payments/quotes.js';
import { createResourceId } from '../ledger/payments/resource-id.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { respondWithPage } from './respond-with-page.js';
import { GRANTED_ACCESS } from './checks/check-access-token.js';
import { OUTGOING_PAYMENT } from './checks/find-resource.js';
import { findOrCreateQuote } from './find-or-create-quote.js';
import { parseMetadata, serializeMetadata } from './metadata.js';
import { WALLET_ADDRESS } from './checks/read-wallet-address.js';

/**
 * The 201 response comes before the payment is sent. As on the live server, its spent amounts exclude this
 * payment.
 */
// https://openpayments.dev/apis/resource-server/operations/create-outgoing-payment/
export const createRequestedOutgoingPayment: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const payer = get(exchange, WALLET_ADDRESS);
  const { grantId, clientId, access } = get(exchange, GRANTED_ACCESS);
  const { metadata } = request.body as CreateOutgoingPaymentArgs;
  const { payment, spentBefore } = await wallet.database.write(async (transaction) =>
    createOutgoingPayment(transaction, {
      createId: (quote) => createPaymentId(wallet, quote),
      payer,
      quote: await findOrCreateQuote(exchange, transaction),
      client: clientId,
      grantId,
      limits: access.limits ?? {},
      metadata: serializeMetadata(metadata),
      now: wallet.now(),
    }),
  );
  wallet.settlements.settle(payment.id, takeSettlementFault(wallet));

  const spentReceive = spentBefore.receive.get(assetKey(payment.receiveAsset))?.value ?? 0n;
  exchange.response = {
    status: 201,
    body: {
      ...outgoingPaymentBody(payment, payer.asset),
      grantSpentDebitAmount: toOpenPaymentsAmount(spentBefore.debit, payer.asset),
      grantSpentReceiveAmount: toOpenPaymentsAmount(spentReceive, payment.receiveAsset),
    },
  };
};

/**
 * As on the live server, a payment has its quote's id. The fault "distinct-payment-ids" changes that, and
 * "quote-reuse" makes it impossible.
 */
function createPaymentId({ faults, resourceServer, now }: SandboxWallet, { id }: Quote): string {
  const hasOwnId =
    faults.active.has('quote-reuse') || faults.consumeNamed('distinct-payment-ids', CREATE_OUTGOING_PAYMENT);
  const name = hasOwnId ? createResourceId(now()) : id.slice(id.lastIndexOf('/') + 1);
  return `${resourceServer}/outgoing-payments/${name}`;
}

function takeSettlementFault({ faults }: SandboxWallet): SettlementFault | undefined {
  if (faults.consumeNamed('partial', CREATE_OUTGOING_PAYMENT)) return 'partial';
  if (faults.consumeNamed('insufficient-funds', CREATE_OUTGOING_PAYMENT)) return 'cancelled';
  return faults.consumeNamed('fail-settlement', CREATE_OUTGOING_PAYMENT) ? 'fails' : undefined;
}

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment/
export const respondWithOutgoingPayment: Step = async (exchange) => {
  const payment = get(exchange, OUTGOING_PAYMENT);
  exchange.response = { status: 200, body: (await readBodies(exchange, [payment.id]))[0] };
};

export const respondWithOutgoingPaymentList: Step = (exchange) =>
  respondWithPage(exchange, 'outgoing_payments', (ids) => readBodies(exchange, ids));

async function readBodies({ wallet }: Exchange, ids: readonly string[]): Promise<OutgoingPaymentBody[]> {
  const rows = await selectOutgoingPayments(wallet.database.reader)
    .innerJoin('wallet_addresses as payers', 'payers.id', 'outgoing_payments.wallet_address')
    .innerJoin('accounts as payer', 'payer.id', 'payers.account')
    .select(['payer.asset_code as payer_code', 'payer.asset_scale as payer_scale'])
    .where('outgoing_payments.id', 'in', ids)
    .execute();
  return rows.map((row) =>
    outgoingPaymentBody(toOutgoingPayment(row), { code: row.payer_code, scale: Number(row.payer_scale) }),
  );
}

function outgoingPaymentBody(payment: OutgoingPayment, payerAsset: LedgerAsset): OutgoingPaymentBody {
  return {
    id: payment.id,
    quoteId: payment.quote,
    walletAddress: payment.walletAddress,
    failed: payment.state === 'failed',
    receiver: payment.receiver,
    debitAmount: toOpenPaymentsAmount(payment.debitAmount, payerAsset),
    receiveAmount: toOpenPaymentsAmount(payment.receiveAmount, payment.receiveAsset),
    sentAmount: toOpenPaymentsAmount(payment.sentAmount, payerAsset),
    ...parseMetadata(payment.metadata),
    createdAt: new Date(payment.createdAt).toISOString(),
  };
}
