/** An injected fetch that responds like a provider and records its requests. */
export class FakeProvider {
  readonly requests: Request[] = [];
  readonly inits: RequestInit[] = [];
  readonly proofs: { header: Record<string, unknown>; claims: Record<string, unknown> }[] = [];
  nonce = 'nonce-1';
  responses: Record<string, () => Response | Promise<Response>> = {
    'GET /relay': () =>
      jsonResponse(
        200,
        {
          relay: 1,
          sandbox: true,
          connectPage: 'https://provider.example/connect',
          limits: { sessions: 20 },
        },
        this.nonce,
      ),
    'POST /relay/wallet-addresses': () => jsonResponse(200, WALLET_RESPONSE, this.nonce),
    'POST /relay/connections': () => jsonResponse(201, { id: 'c', state: 'active' }, this.nonce),
    'POST /relay/sessions': () => jsonResponse(201, SESSION_RESPONSE, this.nonce),
    'POST /relay/sessions/s/payments': () => jsonResponse(201, PAYMENT_RESPONSE, this.nonce),
    'DELETE /relay/connections/c': () => new Response(null, { status: 204 }),
    'DELETE /relay/sessions/s': () => new Response(null, { status: 204 }),
  };

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, init);
    this.requests.push(request);
    this.inits.push(init);
    const proof = request.headers.get('dpop');
    if (proof) this.proofs.push(readProof(proof));
    const answer = this.responses[`${request.method} ${new URL(request.url).pathname}`];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  };

  get paths(): string[] {
    return this.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  }
}

const WALLET_RESPONSE = {
  id: 'https://wallet.example/alice',
  assetCode: 'EUR',
  assetScale: 0,
  authServer: 'https://auth.example',
  resourceServer: 'https://wallet.example',
};
export const SESSION_RESPONSE = {
  id: 's',
  walletAddress: WALLET_RESPONSE,
  incomingPayment: 'https://wallet.example/incoming/1',
  expiresAt: '2026-01-01T00:10:00Z',
};
export const PAYMENT_RESPONSE = {
  id: 'p',
  debitAmount: { value: '9223372036854775807', assetCode: 'EUR', assetScale: 2 },
  receiveAmount: { value: '1', assetCode: 'USD', assetScale: 9 },
  incomingPayment: 'https://wallet.example/incoming/1',
  walletAddress: 'https://wallet.example/alice',
  next: 2_000,
};

export function jsonResponse(
  status: number,
  body: unknown,
  nonce?: string,
  type = 'application/json',
): Response {
  const headers = { 'content-type': type, ...(nonce && { 'dpop-nonce': nonce }) };
  return new Response(JSON.stringify(body), { status, headers });
}

export function problemResponse(status: number, code: string, nonce?: string, more: object = {}): Response {
  return jsonResponse(
    status,
    { type: 'about:blank', title: code, status, code, ...more },
    nonce,
    'application/problem+json',
  );
}

function readProof(proof: string): FakeProvider['proofs'][number] {
  const [header, claims] = proof
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))));
  return { header, claims };
}
