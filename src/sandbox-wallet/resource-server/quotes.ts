import type { CreateQuoteArgs, Quote as QuoteBody } from '@interledger/open-payments/dist/types.js';
import { CREATE_QUOTE } from '../faults/fault.js';
import { takeReceiveAmountFault } from '../faults/receive-amount-faults.js';
import { get, type Step } from '../operations/exchange.js';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import { toOpenPaymentsAmount, type LedgerAsset, parsePositiveAmount } from '../ledger/asset.js';
import {
  findIncomingPayment,
  findReceiver,
  type IncomingPayment,
} from '../ledger/payments/incoming-payments.js';
import type { QuotedAmount } from '../ledger/payments/quote-amounts.js';
import { createQuote, type Quote } from '../ledger/payments/quotes.js';
import { GRANTED_ACCESS } from './checks/check-access-token.js';
import { QUOTE } from './checks/find-resource.js';
import { WALLET_ADDRESS } from './checks/read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/operations/create-quote/
export const createRequestedQuote: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const body = request.body as CreateQuoteArgs;
  const payer = get(exchange, WALLET_ADDRESS);
  const receiver = await findReceiver(wallet.database.reader, body.receiver, wallet.now());
  const amount = readQuotedAmount(body, payer, receiver);
  const quote = await wallet.database.write((transaction) =>
    createQuote(transaction, {
      resourceServer: wallet.resourceServer,
      payer,
      receiver,
      client: get(exchange, GRANTED_ACCESS).clientId,
      amount,
      computeReceiveAmount: takeReceiveAmountFault(wallet.faults, CREATE_QUOTE),
      now: wallet.now(),
    }),
  );
  exchange.response = { status: 201, body: quoteBody(quote, payer.asset, receiver.asset) };
};

// https://openpayments.dev/apis/resource-server/operations/get-quote/
export const respondWithQuote: Step = async (exchange) => {
  const { reader } = exchange.wallet.database;
  const quote = get(exchange, QUOTE);
  const [payer, receiver] = [
    await findWalletAddress(reader, quote.walletAddress),
    // The epoch as `now`: a quote stays readable after its receiver has expired.
    await findIncomingPayment(reader, quote.receiver, 0),
  ];
  if (!payer || !receiver) throw new Error(`The payer or receiver of the quote ${quote.id} no longer exists`);
  exchange.response = { status: 200, body: quoteBody(quote, payer.asset, receiver.asset) };
};

function readQuotedAmount(
  body: CreateQuoteArgs,
  payer: WalletAddress,
  receiver: IncomingPayment,
): QuotedAmount {
  if (body.debitAmount) return { debitAmount: parsePositiveAmount(body.debitAmount, payer.asset) };
  if (body.receiveAmount) return { receiveAmount: parsePositiveAmount(body.receiveAmount, receiver.asset) };
  return {};
}

function quoteBody(quote: Quote, payerAsset: LedgerAsset, receiverAsset: LedgerAsset): QuoteBody {
  return {
    id: quote.id,
    walletAddress: quote.walletAddress,
    receiver: quote.receiver,
    debitAmount: toOpenPaymentsAmount(quote.debitAmount, payerAsset),
    receiveAmount: toOpenPaymentsAmount(quote.receiveAmount, receiverAsset),
    method: 'ilp',
    createdAt: new Date(quote.createdAt).toISOString(),
    expiresAt: new Date(quote.expiresAt).toISOString(),
  };
}
