import { type Dispatcher, request } from 'undici';
import { generateProof } from '../../../src/page/relay-client/dpop-proof.js';

/** A page with one link, as the provider sees it: its own key, a connection, a session, a proof per call. */
export interface StreamingVisitor {
  /** Requests consent and a session. */
  connect(): Promise<void>;
  /** @returns the status, or the code of the problem. */
  tick(): Promise<string>;
}

/** An agent requests a new session before the ten minutes of the old one end. */
const SESSION_LIFETIME_MS = 9 * 60_000;
/** A slower tick counts as an error. */
const RESPONSE_TIMEOUT_MS = 30_000;
const SITE = 'http://localhost:3000';

export interface VisitorEndpoints {
  /** The provider's origin, for which proofs are made. */
  provider: string;
  /** The URL that receives this visitor's calls. */
  node: string;
  receiver: string;
}

export async function createStreamingVisitor(
  { provider, node, receiver }: VisitorEndpoints,
  dispatcher: Dispatcher,
): Promise<StreamingVisitor> {
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  let nonce: string | undefined;
  let connection = '';
  let session = '';
  let sessionSince = 0;

  async function call(
    path: string,
    body: object,
    isRepetition = false,
  ): Promise<{ status: number; body: Body }> {
    const answer = await request(`${node}${path}`, {
      method: 'POST',
      headers: {
        origin: SITE,
        'content-type': 'application/json',
        dpop: await generateProof(key, `${provider}${path}`, 'POST', nonce),
      },
      body: JSON.stringify(body),
      dispatcher,
      headersTimeout: RESPONSE_TIMEOUT_MS,
    });
    nonce = (answer.headers['dpop-nonce'] as string | undefined) ?? nonce;
    const read = (await answer.body.json()) as Body;
    if (read.code === 'nonce-required' && !isRepetition) return call(path, body, true);
    return { status: answer.statusCode, body: read };
  }

  async function openSession(): Promise<void> {
    const { body } = await call('/relay/sessions', { connection, walletAddress: receiver });
    if (!body.id) throw new Error(JSON.stringify(body));
    session = body.id;
    sessionSince = Date.now();
  }

  return {
    async connect() {
      const { body } = await call('/relay/connections', {});
      if (body.state !== 'active') throw new Error(JSON.stringify(body));
      connection = body.id as string;
      await openSession();
    },
    async tick() {
      if (Date.now() - sessionSince > SESSION_LIFETIME_MS) await openSession();
      const { status, body } = await call(`/relay/sessions/${session}/payments`, {});
      return body.code ?? String(status);
    },
  };
}

interface Body {
  id?: string;
  state?: string;
  code?: string;
}
