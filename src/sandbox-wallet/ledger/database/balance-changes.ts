import { EventEmitter } from 'node:events';

/**
 * Notifies open account pages of changed balances. Both wallets of a sandbox share it, as they share the
 * ledger.
 */
export interface BalanceChanges {
  notify(walletAddresses: readonly string[]): void;
  /** @returns a function that unsubscribes. */
  subscribe(walletAddress: string, listener: () => void): () => void;
}

export function createBalanceChanges(): BalanceChanges {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    notify(walletAddresses) {
      for (const walletAddress of walletAddresses) emitter.emit(`moved ${walletAddress}`);
    },
    subscribe(walletAddress, listener) {
      const event = `moved ${walletAddress}`;
      emitter.on(event, listener);
      return () => void emitter.off(event, listener);
    },
  };
}
