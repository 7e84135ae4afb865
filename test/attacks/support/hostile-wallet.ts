import { createServer, type IncomingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import {
  type WalletResponseBody,
  listen,
  sendSigned,
  signRequest,
  startWalletClient,
} from '../../support/wallets/wallet-client.js';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HostileWallet {
  readonly origin: string;
  readonly walletAddress: string;
  /** All requests except look-ups of its wallet address. */
  readonly receivedRequests: ReceivedRequest[];
}

export interface HostileWalletOptions {
  /** Values that replace its own ones; the servers that they name are target. */
  id?: string;
  authServer?: string;
  resourceServer?: string;
  /** The response of its authorization server to a grant request. Default: 400. */
  respondToGrant?: (question: ReceivedGrantRequest, origin: string) => Promise<object>;
}

export interface ReceivedGrantRequest {
  access_token: { access: { type: string; identifier?: string }[] };
  interact: { start: string[]; finish: object };
}

/** An attacker's wallet, which grants no access and can return any URL of another wallet as its own. */
export async function openHostileWallet({
  respondToGrant,
  ...parts
}: HostileWalletOptions = {}): Promise<HostileWallet> {
  const receivedRequests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const answer = (status: number, body: object = { error: { code: 'no', description: 'no' } }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === '/alice') return answer(200, { ...details(), ...parts });
    const body = (await request.toArray()).join('');
    receivedRequests.push({ method, path, headers, body });
    if (method === 'DELETE') return response.writeHead(204).end();
    if (path === '/auth' && respondToGrant)
      return answer(200, await respondToGrant(JSON.parse(body), origin));
    if (path.startsWith('/op/incoming-payments?'))
      response.setHeader('www-authenticate', `GNAP as_uri="${parts.authServer ?? `${origin}/auth`}"`);
    return answer(path.startsWith('/op') ? 401 : 400);
  });
  const origin = await listen(server);
  after(() => server.close());
  const details = () => ({
    ...{ id: `${origin}/alice`, assetCode: 'USD', assetScale: 2 },
    ...{ authServer: `${origin}/auth`, resourceServer: `${origin}/op` },
  });
  return { origin, walletAddress: `${origin}/alice`, receivedRequests };
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-11.12
/**
 * A wallet that forwards the grant request to an honest wallet as its own client, and sends the visitor
 * there.
 */
export async function openMixUpWallet(target: {
  origin: string;
  walletAddress: string;
}): Promise<HostileWallet> {
  const client = await startWalletClient();
  after(() => client.close());
  return openHostileWallet({
    async respondToGrant({ access_token, interact }, origin) {
      const access = access_token.access.map((item) => ({
        ...item,
        ...(item.identifier && { identifier: target.walletAddress }),
      }));
      const body = { client: client.walletAddress, access_token: { access }, interact };
      const forwarded = await sendSigned(
        signRequest(client, { url: `${target.origin}/auth`, method: 'POST', body }),
      );
      const next = { access_token: { value: 'evil' }, uri: `${origin}/continue` };
      return { ...(forwarded.body as WalletResponseBody & { interact: object }), continue: next };
    },
  });
}
