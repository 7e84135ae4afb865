import type {
  CreateOutgoingPaymentArgs,
  OutgoingPayment as OutgoingPaymentBody,
} from '@interledger/open-payments/dist/types.js';
import { takeReceiveAmountFault } from '../faults/receive-amount-faults.js';
import { CREATE_OUTGOING_PAYMENT } from '../faults/fault.js';
import { PaymentError } from '../core/errors.js';
import { type Exchange, get, type Step } from '../http/exchange.js';
import { toOpenPaymentsAmount, type LedgerAsset, parsePositiveAmount } from '../ledger/asset.js';
import { assetKey } from '../ledger/payments/grant-spending.js';
import { findReceiver } from '../ledger/payments/incoming-payments.js';
import type { SettlementFault } from '../ledger/payments/outcome.js';
import {
  createOutgoingPayment,
  type OutgoingPayment,
  toOutgoingPayment,
  selectOutgoingPayments,
} from '../ledger/payments/outgoing-payments.js';
import { copyQuote, createQuote, findQuote, type Quote } from '../ledger/payments/quotes.js';
import { createResourceId } from '../ledger/payments/resource-id.js';
import type { LedgerTransaction } from '../ledger/database/sandbox-database.js';
import type { SandboxWallet } from '../core/wallet.js';
import { respondWithPage } from './respond-with-page.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { OUTGOING_PAYMENT } from './find-resource.js';
import { parseMetadata, serializeMetadata } from './metadata.js';
import { WALLET_ADDRESS } from './read-wallet-address.js';

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

async function findOrCreateQuote(
  exchange: Exchange,
  transaction: LedgerTransaction,
): Promise<Quote | undefined> {
  const { wallet, request } = exchange;
  const body = request.body as CreateOutgoingPaymentArgs;
  if ('quoteId' in body) return findQuoteToPay(exchange, transaction, body.quoteId);
  const payer = get(exchange, WALLET_ADDRESS);
  const receiver = await findReceiver(transaction, body.incomingPayment, wallet.now());
  const amount = { debitAmount: parsePositiveAmount(body.debitAmount, payer.asset) };
  const { clientId: client } = get(exchange, GRANTED_ACCESS);
  const { resourceServer } = wallet;
  try {
    return await createQuote(transaction, {
      resourceServer,
      payer,
      receiver,
      client,
      amount,
      computeReceiveAmount: takeReceiveAmountFault(wallet.faults, CREATE_OUTGOING_PAYMENT),
      now: wallet.now(),
    });
  } catch (error) {
    // Live servers use a different text here than at POST /quotes, and omit the minimum amount.
    if (!(error instanceof PaymentError && error.message === 'non-positive receive amount')) throw error;
    throw new PaymentError(400, 'negative receive amount');
  }
}

/** A quote can be paid once. The fault "quote-reuse" copies a paid quote. */
async function findQuoteToPay(
  { wallet }: Exchange,
  transaction: LedgerTransaction,
  id: string,
): Promise<Quote | undefined> {
  const quote = await findQuote(transaction, id);
  if (!quote?.paid || !wallet.faults.consumeNamed('quote-reuse', CREATE_OUTGOING_PAYMENT)) return quote;
  return copyQuote(transaction, quote, wallet.resourceServer);
}

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
