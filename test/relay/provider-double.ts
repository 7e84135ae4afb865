/** An injected fetch that answers as a provider does, and remembers what it was asked. */
export class ProviderDouble {
  readonly requests: Request[] = [];
  readonly inits: RequestInit[] = [];
  readonly proofs: { header: Record<string, unknown>; claims: Record<string, unknown> }[] = [];
  nonce = 'nonce-1';
  answers: Record<string, () => Response | Promise<Response>> = {
    'GET /relay': () =>
      json(
        200,
        {
          relay: 1,
          sandbox: true,
          connectPage: 'https://provider.example/connect',
          limits: { sessions: 20 },
        },
        this.nonce,
      ),
    'POST /relay/wallet-addresses': () => json(200, WALLET, this.nonce),
    'POST /relay/connections': () => json(201, { id: 'c', state: 'active' }, this.nonce),
    'POST /relay/sessions': () => json(201, SESSION, this.nonce),
    'POST /relay/sessions/s/payments': () => json(201, PAYMENT, this.nonce),
    'DELETE /relay/connections/c': () => new Response(null, { status: 204 }),
    'DELETE /relay/sessions/s': () => new Response(null, { status: 204 }),
  };

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, init);
    this.requests.push(request);
    this.inits.push(init);
    const proof = request.headers.get('dpop');
    if (proof) this.proofs.push(readProof(proof));
    const answer = this.answers[`${request.method} ${new URL(request.url).pathname}`];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  };

  get paths(): string[] {
    return this.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  }
}

export const WALLET = {
  id: 'https://wallet.example/alice',
  assetCode: 'EUR',
  assetScale: 0,
  authServer: 'https://auth.example',
  resourceServer: 'https://wallet.example',
};
export const SESSION = {
  id: 's',
  walletAddress: WALLET,
  incomingPayment: 'https://wallet.example/incoming/1',
  expiresAt: '2026-01-01T00:10:00Z',
};
export const PAYMENT = {
  id: 'p',
  debitAmount: { value: '9223372036854775807', assetCode: 'EUR', assetScale: 2 },
  receiveAmount: { value: '1', assetCode: 'USD', assetScale: 9 },
  incomingPayment: 'https://wallet.example/incoming/1',
  walletAddress: 'https://wallet.example/alice',
  next: 2_000,
};

export function json(status: number, body: unknown, nonce?: string, type = 'application/json'): Response {
  const headers = { 'content-type': type, ...(nonce && { 'dpop-nonce': nonce }) };
  return new Response(JSON.stringify(body), { status, headers });
}

export function problem(status: number, code: string, nonce?: string, more: object = {}): Response {
  return json(
    status,
    { type: 'about:blank', title: code, status, code, ...more },
    nonce,
    'application/problem+json',
  );
}

function readProof(proof: string): ProviderDouble['proofs'][number] {
  const [header, claims] = proof
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))));
  return { header, claims };
}
