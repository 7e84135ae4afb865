import { setTimeout } from 'node:timers/promises';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import {
  type WalletResponseBody,
  sendSigned,
  signRequest,
  type WalletClient,
} from '../../support/wallets/wallet-client.js';

/** A client with a grant at a sandbox wallet in another process, and one incoming payment as receiver. */
export interface SandboxPayer {
  readonly incomingPayment: string;
  /**
   * Pays one cent and returns the payment's id.
   * @throws RefusedError, or the error of fetch when there is no response.
   */
  pay(metadata: object): Promise<string>;
  readReceivedAmount(): Promise<number>;
  /** Every payment of the visitor that this client has made, newest first. */
  list(): Promise<WalletResponseBody[]>;
  /** Gets a new token: a token lives ten minutes, and a run may take longer. */
  rotateToken(): Promise<void>;
}

/** The wallet responded with an error. */
export class UnexpectedResponseError extends Error {}

export async function openSandboxPayer(origin: string, client: WalletClient): Promise<SandboxPayer> {
  const visitor = `${origin}/visitor`;
  const call = async (method: string, url: string, token?: string, body?: object) => {
    const signed = signRequest(client, { url, method, ...(token && { token }), ...(body && { body }) });
    const { status, body: answer } = await sendSigned(signed);
    if (status >= 300)
      throw new UnexpectedResponseError(`${method} ${url}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const request = (access: object, more: object = {}) =>
    call('POST', `${origin}/auth`, undefined, {
      client: client.walletAddress,
      access_token: { access: [access] },
      ...more,
    });

  const incomingGrant = await request({ type: 'incoming-payment', actions: ['create'] });
  const incoming = await call('POST', `${origin}/op/incoming-payments`, tokenOf(incomingGrant).value, {
    walletAddress: `${origin}/ok`,
  });
  const incomingPayment = String(incoming['id']);
  const pending = await request(
    { type: 'outgoing-payment', actions: ['create', 'read', 'list'], identifier: visitor },
    {
      interact: {
        start: ['redirect'],
        finish: { method: 'redirect', uri: 'http://localhost:1/', nonce: 'n' },
      },
    },
  );
  const { redirect } = pending['interact'] as { redirect: string };
  const next = pending['continue'] as { uri: string; wait?: number; access_token: { value: string } };
  const finished = await acceptInteraction(redirect);
  // The wallet requires this wait and rejects an earlier continuation as too fast.
  await setTimeout((next.wait ?? 0) * 1_000);
  const granted = await call('POST', next.uri, next.access_token.value, {
    interact_ref: finished.searchParams.get('interact_ref'),
  });
  let token = tokenOf(granted);

  return {
    incomingPayment,
    async pay(metadata) {
      const debitAmount = { value: '1', assetCode: 'USD', assetScale: 2 };
      const body = { walletAddress: visitor, incomingPayment, debitAmount, metadata };
      return String((await call('POST', `${origin}/op/outgoing-payments`, token.value, body))['id']);
    },
    async readReceivedAmount() {
      const answer = (await (await fetch(incomingPayment)).json()) as { receivedAmount: { value: string } };
      return Number(answer.receivedAmount.value);
    },
    async list() {
      const payments: WalletResponseBody[] = [];
      for (let cursor = ''; ;) {
        const url = `${origin}/op/outgoing-payments?wallet-address=${encodeURIComponent(visitor)}&first=100${cursor}`;
        const { result, pagination } = (await call('GET', url, token.value)) as unknown as ListPage;
        payments.push(...result);
        if (!pagination.hasNextPage) return payments;
        cursor = `&cursor=${pagination.endCursor}`;
      }
    },
    async rotateToken() {
      token = tokenOf(await call('POST', token.manage, token.value));
    },
  };
}

interface ListPage {
  readonly result: WalletResponseBody[];
  readonly pagination: { readonly hasNextPage: boolean; readonly endCursor: string };
}

interface Token {
  readonly value: string;
  readonly manage: string;
}

function tokenOf(grant: WalletResponseBody): Token {
  return grant['access_token'] as unknown as Token;
}
