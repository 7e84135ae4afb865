import { ResourceError } from '../../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../../operations/exchange.js';
import { findWalletAddress, type WalletAddress } from '../../ledger/accounts.js';
import { resolveAlias } from '../../wallet-address-server/resolve-alias.js';

/** URL of the wallet address that a request concerns. Undefined if its resource does not exist. */
export const WALLET_ADDRESS_ID: ContextKey<string | symbol | undefined> = { name: 'wallet address id' };
export const WALLET_ADDRESS: ContextKey<WalletAddress> = { name: 'wallet address' };

export const readWalletAddressFromBody: Step = (exchange) => {
  const { walletAddress } = exchange.request.body as { walletAddress: string };
  set(exchange, WALLET_ADDRESS_ID, resolveAlias(exchange.wallet, walletAddress));
};

export const readWalletAddressFromQuery: Step = (exchange) => {
  const walletAddress = exchange.request.query['wallet-address'];
  set(exchange, WALLET_ADDRESS_ID, resolveAlias(exchange.wallet, String(walletAddress)));
};

export const findWalletAddressOfRequest: Step = async (exchange) => {
  const walletAddress = await findOwnWalletAddress(exchange);
  if (!walletAddress) throw new ResourceError(400, 'Could not get wallet address');
  set(exchange, WALLET_ADDRESS, walletAddress);
};

async function findOwnWalletAddress(exchange: Exchange): Promise<WalletAddress | undefined> {
  const id = get(exchange, WALLET_ADDRESS_ID);
  if (typeof id !== 'string' || !id.startsWith(`${exchange.wallet.origin}/`)) return undefined;
  return findWalletAddress(exchange.wallet.database.reader, id);
}
