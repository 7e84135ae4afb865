import { createServer } from 'node:http';
import type { FastifyInstance } from 'fastify';
import {
  acceptInteraction,
  createSandboxWallet,
  openSandboxDatabase,
  type SandboxDatabase,
  type SandboxWalletOptions,
} from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { listen, sendSigned, signRequest, startWalletClient, type WalletClient } from './wallet-client.js';

/**
 * The wallets of a visitor and of a receiver on two origins, over one ledger, and a client that uses them.
 */
export interface WalletPair {
  readonly visitor: string;
  readonly receiver: string;
  readonly database: SandboxDatabase;
  readonly client: WalletClient;
  readonly servers: readonly FastifyInstance[];
  close(): Promise<void>;
}

export async function startWalletPair(
  options: Partial<SandboxWalletOptions> & { file?: string; balance?: bigint } = {},
): Promise<WalletPair> {
  const { file = ':memory:', balance = 1_000_000n, ...more } = options;
  const database = await openSandboxDatabase(file);
  const client = await startWalletClient();
  const [visitor, receiver] = [await freeOrigin(), await freeOrigin()];
  const common = { interactionWaitSeconds: 0, ...more, database };
  const servers = [
    await createSandboxWallet({
      ...common,
      origin: visitor,
      accounts: [
        { path: '/visitor', publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance },
        { path: '/eur', publicName: 'Visitor in Europe', assetCode: 'EUR', assetScale: 2, balance },
      ],
    }),
    await createSandboxWallet({
      ...common,
      origin: receiver,
      testWalletAddresses: true,
      accounts: [
        { path: '/site', publicName: 'Site', assetCode: 'USD', assetScale: 2, balance: 0n },
        { path: '/mxn', publicName: 'Sitio', assetCode: 'MXN', assetScale: 2, balance: 0n },
        { path: '/xts', publicName: 'No rate', assetCode: 'XTS', assetScale: 2, balance: 0n },
        { path: '/coarse', publicName: 'Whole dollars', assetCode: 'USD', assetScale: 0, balance: 0n },
      ],
    }),
  ];
  for (const [index, origin] of [visitor, receiver].entries()) {
    await servers[index]?.listen({ host: 'localhost', port: Number(new URL(origin).port) });
  }
  return {
    visitor,
    receiver,
    database,
    client,
    servers,
    async close() {
      for (const server of servers) await server.close();
      await client.close();
      await database.close();
    },
  };
}

/** A token from a non-interactive grant. */
export async function requestToken(pair: WalletPair, origin: string, access: object): Promise<string> {
  const body = { client: pair.client.walletAddress, access_token: { access: [access] } };
  const answer = await sendSigned(signRequest(pair.client, { url: `${origin}/auth`, method: 'POST', body }));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return (answer.body['access_token'] as { value: string }).value;
}

export interface OutgoingGrant {
  readonly token: string;
  readonly manage: string;
  readonly continueUri: string;
  readonly continueToken: string;
}

/** The whole consent flow: request, the visitor's click, continuation. */
export async function requestOutgoingGrant(
  pair: WalletPair,
  limits: object | undefined,
  identifier = `${pair.visitor}/visitor`,
): Promise<OutgoingGrant> {
  const access = {
    type: 'outgoing-payment',
    actions: ['create', 'read', 'list'],
    identifier,
    ...(limits && { limits }),
  };
  const finish = { method: 'redirect', uri: 'http://localhost:1/finish', nonce: 'client-nonce' };
  const body = {
    client: pair.client.walletAddress,
    access_token: { access: [access] },
    interact: { start: ['redirect'], finish },
  };
  const pending = await sendSigned(
    signRequest(pair.client, { url: `${pair.visitor}/auth`, method: 'POST', body }),
  );
  const { interact, continue: next } = pending.body as unknown as PendingGrant;
  const callback = await acceptInteraction(interact.redirect);
  const granted = await sendSigned(
    signRequest(pair.client, {
      url: next.uri,
      method: 'POST',
      token: next.access_token.value,
      body: { interact_ref: callback.searchParams.get('interact_ref') },
    }),
  );
  const grant = granted.body as unknown as IssuedGrant;
  return {
    token: grant.access_token.value,
    manage: grant.access_token.manage,
    continueUri: grant.continue.uri,
    continueToken: grant.continue.access_token.value,
  };
}

export interface PendingGrant {
  readonly interact: { readonly redirect: string; readonly finish: string };
  readonly continue: {
    readonly uri: string;
    readonly wait?: number;
    readonly access_token: { readonly value: string };
  };
}

export interface IssuedGrant extends Pick<PendingGrant, 'continue'> {
  readonly access_token: { readonly value: string; readonly manage: string; readonly expires_in: number };
}

export async function createTestIncomingPayment(
  pair: WalletPair,
  more: object = {},
  walletAddress = `${pair.receiver}/site`,
): Promise<string> {
  const token = await requestToken(pair, pair.receiver, {
    type: 'incoming-payment',
    actions: ['create', 'read', 'complete', 'list'],
  });
  const url = `${pair.receiver}/op/incoming-payments`;
  const answer = await sendSigned(
    signRequest(pair.client, { url, method: 'POST', token, body: { walletAddress, ...more } }),
  );
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body['id'] as string;
}

/** `POST /outgoing-payments` of `value` cents; resolves after the settlement. */
export async function postOutgoingPayment(
  pair: WalletPair,
  token: string,
  incomingPayment: string,
  value: number | bigint,
) {
  const body = {
    walletAddress: `${pair.visitor}/visitor`,
    incomingPayment,
    debitAmount: { value: value.toString(), assetCode: 'USD', assetScale: 2 },
  };
  const url = `${pair.visitor}/op/outgoing-payments`;
  return sendSigned(signRequest(pair.client, { url, method: 'POST', token, body }));
}

export function usd(value: number | bigint) {
  return { value: value.toString(), assetCode: 'USD', assetScale: 2 };
}

/** The settlement follows the 201. Writes are queued, so it has happened after an empty write. */
export async function waitForSettlement(pair: WalletPair): Promise<void> {
  await pair.database.write(async () => undefined);
}

async function freeOrigin(): Promise<string> {
  const server = createServer();
  const origin = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}
