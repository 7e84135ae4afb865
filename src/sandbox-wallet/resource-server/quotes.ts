import type { CreateQuoteArgs, Quote as QuoteBody } from '@interledger/open-payments/dist/types.js';
import { CREATE_QUOTE } from '../doubles/double.js';
import { takeArrival } from '../doubles/arrivals.js';
import { found, type Step } from '../http/exchange.js';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import { amountOf, type Asset, readAmount } from '../ledger/asset.js';
import { findIncomingPayment, findReceiver, type IncomingPayment } from '../ledger/incoming-payments.js';
import { createQuote, type Quote, type QuotedAmount } from '../ledger/quotes.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { QUOTE } from './find-resource.js';
import { WALLET_ADDRESS } from './read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/operations/create-quote/
export const createRequestedQuote: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const body = request.body as CreateQuoteArgs;
  const payer = found(exchange, WALLET_ADDRESS);
  const receiver = await findReceiver(wallet.database.committed, body.receiver, wallet.now());
  const amount = readQuotedAmount(body, payer, receiver);
  const quote = await wallet.database.write((transaction) =>
    createQuote(transaction, {
      resourceServer: wallet.resourceServer,
      payer,
      receiver,
      client: found(exchange, GRANTED_ACCESS).clientId,
      amount,
      arrival: takeArrival(wallet.doubles, CREATE_QUOTE),
      now: wallet.now(),
    }),
  );
  exchange.answer = { status: 201, body: quoteBody(quote, payer.asset, receiver.asset) };
};

// https://openpayments.dev/apis/resource-server/operations/get-quote/
export const answerQuote: Step = async (exchange) => {
  const { committed } = exchange.wallet.database;
  const quote = found(exchange, QUOTE);
  const [payer, receiver] = [
    await findWalletAddress(committed, quote.walletAddress),
    // The epoch: a quote stays readable after its receiver has expired.
    await findIncomingPayment(committed, quote.receiver, 0),
  ];
  if (!payer || !receiver) throw new Error(`The quote ${quote.id} has lost its ends`);
  exchange.answer = { status: 200, body: quoteBody(quote, payer.asset, receiver.asset) };
};

function readQuotedAmount(
  body: CreateQuoteArgs,
  payer: WalletAddress,
  receiver: IncomingPayment,
): QuotedAmount {
  if (body.debitAmount) return { debitAmount: readAmount(body.debitAmount, payer.asset) };
  if (body.receiveAmount) return { receiveAmount: readAmount(body.receiveAmount, receiver.asset) };
  return {};
}

function quoteBody(quote: Quote, payerAsset: Asset, receiverAsset: Asset): QuoteBody {
  return {
    id: quote.id,
    walletAddress: quote.walletAddress,
    receiver: quote.receiver,
    debitAmount: amountOf(quote.debitAmount, payerAsset),
    receiveAmount: amountOf(quote.receiveAmount, receiverAsset),
    method: 'ilp',
    createdAt: new Date(quote.createdAt).toISOString(),
    expiresAt: new Date(quote.expiresAt).toISOString(),
  };
}
