import type { PayingPage, Tick } from '../support/provider/paying-page.js';

export interface RelayCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The id in the path, if there is one. */
  path(id: string): string;
  readonly id?: string;
  readonly body?: object;
  /** Any site may call it, because it is not bound to a page's connection. */
  readonly isForAll?: boolean;
}

/** Every relay call, as a page with a connection and a session sends it. */
export function relayCalls(page: PayingPage, tick: Tick, walletAddress: string): Record<string, RelayCall> {
  const { connection } = page;
  return {
    'look up a wallet address': {
      ...{ method: 'POST', path: () => '/relay/wallet-addresses', body: { walletAddress }, isForAll: true },
    },
    'create a connection': { method: 'POST', path: () => '/relay/connections', body: {}, isForAll: true },
    'bind a connection': {
      ...{ method: 'POST', path: (id) => `/relay/connections/${id}/bind`, id: connection },
      // Only the connect page knows the valid challenge.
      body: { challenge: 'c'.repeat(43) },
    },
    'read a connection': { method: 'GET', path: (id) => `/relay/connections/${id}`, id: connection },
    'create a session': {
      ...{ method: 'POST', path: () => '/relay/sessions', body: { connection, walletAddress } },
    },
    'create a payment': {
      ...{ method: 'POST', path: (id) => `/relay/sessions/${id}/payments`, id: tick.session, body: {} },
    },
    'delete a session': { method: 'DELETE', path: (id) => `/relay/sessions/${id}`, id: tick.session },
    'delete a connection': { method: 'DELETE', path: (id) => `/relay/connections/${id}`, id: connection },
    'read the trace': { method: 'GET', path: (id) => `/relay/trace/${id}`, id: '0', isForAll: true },
  };
}
