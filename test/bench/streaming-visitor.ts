import { type Dispatcher, request } from 'undici';
import { generateProof } from '../../src/relay/dpop-proof.js';

/** A page with one link, as the provider sees it: a key of its own, a connection, a session, a proof for each call. */
export interface StreamingVisitor {
  /** Asks for consent and for a session. */
  connect(): Promise<void>;
  /** @returns the status, or the code of the problem. */
  tick(): Promise<string>;
}

/** An agent asks for a new session before the old one's ten minutes are over. */
const SESSION_LIFETIME = 9 * 60_000;
/** Beyond this a tick counts as an error. */
const ANSWER_WITHIN = 30_000;
const SITE = 'http://localhost:3000';

export interface Places {
  /** Where the provider is by name; proofs are made for it. */
  provider: string;
  /** And where this visitor's calls go. */
  node: string;
  receiver: string;
}

export async function createStreamingVisitor(
  { provider, node, receiver }: Places,
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
      headersTimeout: ANSWER_WITHIN,
    });
    nonce = answer.headers['dpop-nonce'] as string;
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
      if (Date.now() - sessionSince > SESSION_LIFETIME) await openSession();
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
