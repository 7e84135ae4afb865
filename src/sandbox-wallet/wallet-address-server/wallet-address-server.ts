import type { FastifyInstance, FastifyReply } from 'fastify';
import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import { allowEveryOrigin } from '../http/cors.js';
import type { Answer } from '../http/exchange.js';
import type { OpenApiValidators, OperationValidator } from '../http/open-api.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { findDeveloperKeys } from '../ledger/developer-keys.js';
import type { Wallet } from '../wallet.js';
import { resolveAlias } from './resolve-alias.js';

/** Everything that no other server claims may be a wallet address, or the keys of one. */
// https://openpayments.dev/apis/wallet-address-server/operations/get-wallet-address/
export function serveWalletAddresses(
  server: FastifyInstance,
  wallet: Wallet,
  validators: OpenApiValidators,
): void {
  const details = validators('wallet-address', { method: 'GET', path: '/' });
  const keys = validators('wallet-address', { method: 'GET', path: '/jwks.json' });
  allowEveryOrigin(server);

  server.get('/*', async (request, reply) => {
    const [path, isKeys] = splitKeysPath((request.params as { '*': string })['*']);
    const test = wallet.testWalletAddresses.get(path);
    if (test?.delay !== undefined) await wallet.delay(test.delay);
    if (test?.answer) return reply.code(test.answer.status).type(test.answer.type).send(test.answer.body);

    const answer = () => answerWalletAddress(path, isKeys);
    const send = (full: Answer) => sendJson(reply, full);
    const double = wallet.doubles.take(isKeys ? READ_KEYS : READ_WALLET_ADDRESS);
    if (!double?.play) return send(await answer());
    await double.play({ wallet, reply, answer, send });
    return reply;
  });

  async function answerWalletAddress(path: string, isKeys: boolean): Promise<Answer> {
    const walletAddress = await readDetails(wallet, `${wallet.origin}/${path}`);
    if (!walletAddress) return { status: 404 };
    if (!isKeys) return checked(details, { status: 200, body: walletAddress });
    const own = await findDeveloperKeys(wallet.database.committed, walletAddress.id);
    return checked(keys, { status: 200, body: { keys: own } });
  }
}

const READ_WALLET_ADDRESS = 'GET /{wallet-address}';
const READ_KEYS = 'GET /{wallet-address}/jwks.json';

function checked(validator: OperationValidator, answer: Answer): Answer {
  validator.checkAnswer(answer);
  return answer;
}

async function readDetails(wallet: Wallet, url: string): Promise<WalletAddressDetails | undefined> {
  const found = await findWalletAddress(wallet.database.committed, resolveAlias(wallet, url));
  return (
    found && {
      id: found.id,
      publicName: found.publicName,
      assetCode: found.asset.code,
      assetScale: found.asset.scale,
      authServer: wallet.authServer,
      resourceServer: wallet.resourceServer,
    }
  );
}

function splitKeysPath(path: string): [path: string, isKeys: boolean] {
  const isKeys = path.endsWith('/jwks.json');
  return [isKeys ? path.slice(0, -'/jwks.json'.length) : path, isKeys];
}

function sendJson(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  if (body === undefined) return reply.code(status).send();
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
