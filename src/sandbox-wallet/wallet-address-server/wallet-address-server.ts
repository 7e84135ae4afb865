import type { FastifyInstance, FastifyReply } from 'fastify';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import { allowEveryOrigin } from '../http/cors.js';
import type { WalletResponse } from '../http/wallet-request.js';
import { createOperationValidator, type OperationValidator } from '../http/operation-validator.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { findDeveloperKeys } from '../ledger/database/developer-keys.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { resolveAlias } from './resolve-alias.js';

/** Every path that no other server handles can be a wallet address or its keys. */
// https://openpayments.dev/apis/wallet-address-server/operations/get-wallet-address/
export function serveWalletAddresses(server: FastifyInstance, wallet: SandboxWallet): void {
  const details = createOperationValidator('wallet-address', { method: 'GET', path: '/' });
  const keys = createOperationValidator('wallet-address', { method: 'GET', path: '/jwks.json' });
  allowEveryOrigin(server);

  server.get('/*', async (request, reply) => {
    const [path, isKeys] = splitKeysPath((request.params as { '*': string })['*']);
    const test = wallet.testWalletAddresses.get(path);
    if (test?.delayMs !== undefined) await wallet.delay(test.delayMs);
    if (test?.fixedResponse)
      return reply
        .code(test.fixedResponse.status)
        .type(test.fixedResponse.type)
        .send(test.fixedResponse.body);

    const handle = () => getWalletAddressResponse(path, isKeys);
    const send = (response: WalletResponse) => sendJson(reply, response);
    const fault = wallet.faults.consume(isKeys ? READ_KEYS : READ_WALLET_ADDRESS);
    if (!fault?.injectFault) return send(await handle());
    await fault.injectFault({ wallet, reply, handle, send });
    return reply;
  });

  async function getWalletAddressResponse(path: string, isKeys: boolean): Promise<WalletResponse> {
    const walletAddress = await readWalletAddressDetails(wallet, `${wallet.origin}/${path}`);
    if (!walletAddress) return { status: 404 };
    if (!isKeys) return validateResponse(details, { status: 200, body: walletAddress });
    const developerKeys = await findDeveloperKeys(wallet.database.reader, walletAddress.id);
    return validateResponse(keys, { status: 200, body: { keys: developerKeys } });
  }
}

const READ_WALLET_ADDRESS = 'GET /{wallet-address}';
const READ_KEYS = 'GET /{wallet-address}/jwks.json';

function validateResponse(validator: OperationValidator, response: WalletResponse): WalletResponse {
  validator.checkResponse(response);
  return response;
}

async function readWalletAddressDetails(
  wallet: SandboxWallet,
  url: string,
): Promise<WalletAddressDetails | undefined> {
  const walletAddress = await findWalletAddress(wallet.database.reader, resolveAlias(wallet, url));
  return (
    walletAddress && {
      id: walletAddress.id,
      publicName: walletAddress.publicName,
      assetCode: walletAddress.asset.code,
      assetScale: walletAddress.asset.scale,
      authServer: wallet.authServer,
      resourceServer: wallet.resourceServer,
    }
  );
}

function splitKeysPath(path: string): [path: string, isKeys: boolean] {
  const isKeys = path.endsWith('/jwks.json');
  return [isKeys ? path.slice(0, -'/jwks.json'.length) : path, isKeys];
}

function sendJson(reply: FastifyReply, { status, body }: WalletResponse): FastifyReply {
  if (body === undefined) return reply.code(status).send();
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
