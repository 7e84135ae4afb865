import { ResourceError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import { resolveAlias } from '../wallet-address-server/resolve-alias.js';

/** URL of the wallet address that a request is about; undefined when its resource does not exist. */
export const WALLET_ADDRESS_ID: Fact<string | symbol | undefined> = { name: 'wallet address id' };
export const WALLET_ADDRESS: Fact<WalletAddress> = { name: 'wallet address' };

export const readWalletAddressFromBody: Step = (exchange) => {
  const { walletAddress } = exchange.request.body as { walletAddress: string };
  leave(exchange, WALLET_ADDRESS_ID, resolveAlias(exchange.wallet, walletAddress));
};

export const readWalletAddressFromQuery: Step = (exchange) => {
  const walletAddress = exchange.request.query['wallet-address'];
  leave(exchange, WALLET_ADDRESS_ID, resolveAlias(exchange.wallet, String(walletAddress)));
};

export const findWalletAddressOfRequest: Step = async (exchange) => {
  const walletAddress = await findOwnWalletAddress(exchange);
  if (!walletAddress) throw new ResourceError(400, 'Could not get wallet address');
  leave(exchange, WALLET_ADDRESS, walletAddress);
};

async function findOwnWalletAddress(exchange: Exchange): Promise<WalletAddress | undefined> {
  const id = found(exchange, WALLET_ADDRESS_ID);
  if (typeof id !== 'string' || !id.startsWith(`${exchange.wallet.origin}/`)) return undefined;
  return findWalletAddress(exchange.wallet.database.committed, id);
}
