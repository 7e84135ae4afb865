import { EventEmitter } from 'node:events';

/** Tells whoever looks at an account that its balance has changed. Both wallets of a sandbox share it, as they share the ledger. */
export interface Movements {
  announce(walletAddresses: readonly string[]): void;
  /** Answers the way to stop. */
  listen(walletAddress: string, heard: () => void): () => void;
}

export function createMovements(): Movements {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    announce(walletAddresses) {
      for (const walletAddress of walletAddresses) emitter.emit(`moved ${walletAddress}`);
    },
    listen(walletAddress, heard) {
      const event = `moved ${walletAddress}`;
      emitter.on(event, heard);
      return () => void emitter.off(event, heard);
    },
  };
}
