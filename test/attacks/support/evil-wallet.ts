import { createServer, type IncomingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import { type Answer, listen, send, signRequest, startWalletClient } from '../../support/wallet-client.js';

export interface Told {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface EvilWallet {
  readonly origin: string;
  readonly walletAddress: string;
  /** All that it heard, but for look-ups of its wallet address. */
  readonly told: Told[];
}

export interface EvilParts {
  /** In the place of what is its own; the others' servers are honest. */
  id?: string;
  authServer?: string;
  resourceServer?: string;
  /** What its authorization server answers to the question for a grant. Default: 400. */
  answerGrant?: (question: GrantQuestion, origin: string) => Promise<object>;
}

export interface GrantQuestion {
  access_token: { access: { type: string; identifier?: string }[] };
  interact: { start: string[]; finish: object };
}

/** A wallet of an attacker's own, from whom nobody gets anything, and which tells who asks what suits it. */
export async function openEvilWallet({ answerGrant, ...parts }: EvilParts = {}): Promise<EvilWallet> {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const answer = (status: number, body: object = { error: { code: 'no', description: 'no' } }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === '/alice') return answer(200, { ...details(), ...parts });
    const body = (await request.toArray()).join('');
    told.push({ method, path, headers, body });
    if (method === 'DELETE') return response.writeHead(204).end();
    if (path === '/auth' && answerGrant) return answer(200, await answerGrant(JSON.parse(body), origin));
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
  return { origin, walletAddress: `${origin}/alice`, told };
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-11.12
/** One that asks an honest wallet, as a client of its own, what it was asked, and has the visitor answer there. */
export async function openMixUpWallet(honest: {
  origin: string;
  walletAddress: string;
}): Promise<EvilWallet> {
  const client = await startWalletClient();
  after(() => client.close());
  return openEvilWallet({
    async answerGrant({ access_token, interact }, origin) {
      const access = access_token.access.map((item) => ({
        ...item,
        ...(item.identifier && { identifier: honest.walletAddress }),
      }));
      const body = { client: client.walletAddress, access_token: { access }, interact };
      const asked = await send(signRequest(client, { url: `${honest.origin}/auth`, method: 'POST', body }));
      const next = { access_token: { value: 'evil' }, uri: `${origin}/continue` };
      return { ...(asked.body as Answer & { interact: object }), continue: next };
    },
  });
}
