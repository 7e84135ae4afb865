import type { CreateOutgoingPaymentArgs } from '@interledger/open-payments/dist/types.js';
import { PaymentError } from '../core/errors.js';
import { CREATE_OUTGOING_PAYMENT } from '../faults/fault.js';
import { takeReceiveAmountFault } from '../faults/receive-amount-faults.js';
import { type Exchange, get } from '../operations/exchange.js';
import { parsePositiveAmount } from '../ledger/asset.js';
import type { LedgerTransaction } from '../ledger/database/sandbox-database.js';
import { findReceiver } from '../ledger/payments/incoming-payments.js';
import { copyQuote, createQuote, findQuote, type Quote } from '../ledger/payments/quotes.js';
import { GRANTED_ACCESS } from './checks/check-access-token.js';
import { WALLET_ADDRESS } from './checks/read-wallet-address.js';

/** The quote that a create request names, or a new one for the incoming payment that it names. */
export async function findOrCreateQuote(
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
