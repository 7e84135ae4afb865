import type {
  CreateOutgoingPaymentArgs,
  OutgoingPayment as OutgoingPaymentBody,
} from '@interledger/open-payments/dist/types.js';
import { takeArrival } from '../doubles/arrivals.js';
import { CREATE_OUTGOING_PAYMENT } from '../doubles/double.js';
import { PaymentError } from '../errors.js';
import { type Exchange, found, type Step } from '../http/exchange.js';
import { amountOf, type Asset, readAmount } from '../ledger/asset.js';
import { assetKey } from '../ledger/grant-spends.js';
import { findReceiver } from '../ledger/incoming-payments.js';
import type { Fate } from '../ledger/outcome.js';
import {
  createOutgoingPayment,
  type OutgoingPayment,
  outgoingPaymentOf,
  selectOutgoingPayments,
} from '../ledger/outgoing-payments.js';
import { copyQuote, createQuote, findQuote, type Quote } from '../ledger/quotes.js';
import { resourceName } from '../ledger/resource-name.js';
import type { LedgerTransaction } from '../ledger/sandbox-database.js';
import type { Wallet } from '../wallet.js';
import { answerPage } from './answer-page.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { OUTGOING_PAYMENT } from './find-resource.js';
import { readMetadata, writeMetadata } from './metadata.js';
import { WALLET_ADDRESS } from './read-wallet-address.js';

/** The 201 is a promise: nothing is sent yet, and the spent amounts are those before this payment, as on the live server. */
// https://openpayments.dev/apis/resource-server/operations/create-outgoing-payment/
export const createRequestedOutgoingPayment: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const payer = found(exchange, WALLET_ADDRESS);
  const { grantId, clientId, access } = found(exchange, GRANTED_ACCESS);
  const { metadata } = request.body as CreateOutgoingPaymentArgs;
  const { payment, spentBefore } = await wallet.database.write(async (transaction) =>
    createOutgoingPayment(transaction, {
      idOf: (quote) => paymentIdOf(wallet, quote),
      payer,
      quote: await findOrCreateQuote(exchange, transaction),
      client: clientId,
      grantId,
      limits: access.limits ?? {},
      metadata: writeMetadata(metadata),
      now: wallet.now(),
    }),
  );
  wallet.settlements.settle(payment.id, takeFate(wallet));

  const spentReceive = spentBefore.receive.get(assetKey(payment.receiveAsset))?.value ?? 0n;
  exchange.answer = {
    status: 201,
    body: {
      ...outgoingPaymentBody(payment, payer.asset),
      grantSpentDebitAmount: amountOf(spentBefore.debit, payer.asset),
      grantSpentReceiveAmount: amountOf(spentReceive, payment.receiveAsset),
    },
  };
};

/** A payment bears its quote's id, as on the live server, unless a double says otherwise; where a quote may be paid again, it cannot. */
function paymentIdOf({ doubles, resourceServer, now }: Wallet, { id }: Quote): string {
  const hasOwnId =
    doubles.playing.has('quote-reuse') || doubles.takeInside('own-ids', CREATE_OUTGOING_PAYMENT);
  const name = hasOwnId ? resourceName(now()) : id.slice(id.lastIndexOf('/') + 1);
  return `${resourceServer}/outgoing-payments/${name}`;
}

function takeFate({ doubles }: Wallet): Fate | undefined {
  if (doubles.takeInside('partial', CREATE_OUTGOING_PAYMENT)) return 'partial';
  if (doubles.takeInside('no-money', CREATE_OUTGOING_PAYMENT)) return 'is cancelled';
  return doubles.takeInside('fail-later', CREATE_OUTGOING_PAYMENT) ? 'fails' : undefined;
}

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment/
export const answerOutgoingPayment: Step = async (exchange) => {
  const payment = found(exchange, OUTGOING_PAYMENT);
  exchange.answer = { status: 200, body: (await readBodies(exchange, [payment.id]))[0] };
};

export const listOutgoingPayments: Step = (exchange) =>
  answerPage(exchange, 'outgoing_payments', (ids) => readBodies(exchange, ids));

async function findOrCreateQuote(
  exchange: Exchange,
  transaction: LedgerTransaction,
): Promise<Quote | undefined> {
  const { wallet, request } = exchange;
  const body = request.body as CreateOutgoingPaymentArgs;
  if ('quoteId' in body) return findQuoteToPay(exchange, transaction, body.quoteId);
  const payer = found(exchange, WALLET_ADDRESS);
  const receiver = await findReceiver(transaction, body.incomingPayment, wallet.now());
  const amount = { debitAmount: readAmount(body.debitAmount, payer.asset) };
  const { clientId: client } = found(exchange, GRANTED_ACCESS);
  const { resourceServer } = wallet;
  try {
    return await createQuote(transaction, {
      resourceServer,
      payer,
      receiver,
      client,
      amount,
      arrival: takeArrival(wallet.doubles, CREATE_OUTGOING_PAYMENT),
      now: wallet.now(),
    });
  } catch (error) {
    // Live servers use other words here than at POST /quotes, and keep the least amount to themselves.
    if (!(error instanceof PaymentError && error.message === 'non-positive receive amount')) throw error;
    throw new PaymentError(400, 'negative receive amount');
  }
}

/** A quote can be paid once; only the double "quote-reuse" makes a copy of a paid one. */
async function findQuoteToPay(
  { wallet }: Exchange,
  transaction: LedgerTransaction,
  id: string,
): Promise<Quote | undefined> {
  const quote = await findQuote(transaction, id);
  if (!quote?.paid || !wallet.doubles.takeInside('quote-reuse', CREATE_OUTGOING_PAYMENT)) return quote;
  return copyQuote(transaction, quote, wallet.resourceServer);
}

async function readBodies({ wallet }: Exchange, ids: readonly string[]): Promise<OutgoingPaymentBody[]> {
  const rows = await selectOutgoingPayments(wallet.database.committed)
    .innerJoin('wallet_addresses as payers', 'payers.id', 'outgoing_payments.wallet_address')
    .innerJoin('accounts as payer', 'payer.id', 'payers.account')
    .select(['payer.asset_code as payer_code', 'payer.asset_scale as payer_scale'])
    .where('outgoing_payments.id', 'in', ids)
    .execute();
  return rows.map((row) =>
    outgoingPaymentBody(outgoingPaymentOf(row), { code: row.payer_code, scale: Number(row.payer_scale) }),
  );
}

function outgoingPaymentBody(payment: OutgoingPayment, payerAsset: Asset): OutgoingPaymentBody {
  return {
    id: payment.id,
    quoteId: payment.quote,
    walletAddress: payment.walletAddress,
    failed: payment.state === 'failed',
    receiver: payment.receiver,
    debitAmount: amountOf(payment.debitAmount, payerAsset),
    receiveAmount: amountOf(payment.receiveAmount, payment.receiveAsset),
    sentAmount: amountOf(payment.sentAmount, payerAsset),
    ...readMetadata(payment.metadata),
    createdAt: new Date(payment.createdAt).toISOString(),
  };
}
