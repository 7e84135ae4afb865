import { expect } from '@open-wc/testing';
import { createHttpRelay } from '../../../src/page/relay-client/http-relay.js';
import { RelayError } from '../../../src/page/relay-client/relay-error.js';
import type { Relay } from '../../../src/page/relay-client/relay.js';
import { loadSessionKey } from '../../../src/page/relay-client/session-key.js';
import { jsonResponse, PAYMENT_RESPONSE, problemResponse, FakeProvider } from './fake-provider.js';

const PROVIDER = 'https://provider.example';

describe('the relay client over HTTP', () => {
  let provider: FakeProvider;
  let relay: Relay;
  let key: Promise<CryptoKeyPair>;

  before(() => (key = loadSessionKey('test-http-relay')));
  beforeEach(() => {
    provider = new FakeProvider();
    relay = createHttpRelay(PROVIDER, { fetch: provider.fetch, key });
  });

  it('requests the description once, without proof, before everything else', async () => {
    await Promise.all([
      relay.connect(),
      relay.getWalletAddress('https://wallet.example/alice'),
      relay.describe(),
    ]);
    expect(provider.paths[0]).to.equal('GET /relay');
    expect(provider.paths).to.have.length(3);
    expect(provider.requests[0]?.headers.has('dpop')).to.equal(false);
  });

  it('sends each request without cookies, without redirects, and with a timeout', async () => {
    await relay.connect();
    for (const init of provider.inits) {
      expect(init.credentials).to.equal('omit');
      expect(init.redirect).to.equal('error');
      expect(init.referrerPolicy).to.equal('origin');
      expect(init.signal).to.be.instanceOf(AbortSignal);
    }
  });

  it('proves possession of the key for method, URL and newest nonce', async () => {
    await relay.connect();
    provider.nonce = 'nonce-2';
    await relay.createSession({ connection: 'c', walletAddress: 'https://wallet.example/alice' });
    await relay.createPayment('s');
    const claims = provider.proofs.map((proof) => proof.claims);
    expect(claims.map(({ nonce }) => nonce)).to.eql(['nonce-1', 'nonce-1', 'nonce-2']);
    expect(claims.map(({ htm }) => htm)).to.eql(['POST', 'POST', 'POST']);
    expect(claims[2]?.['htu']).to.equal(`${PROVIDER}/relay/sessions/s/payments`);
    expect(new Set(claims.map(({ jti }) => jti)).size).to.equal(3);
    const { alg, typ, jwk } = provider.proofs[0]?.header as { alg: string; typ: string; jwk: JsonWebKey };
    expect([alg, typ, jwk.crv, jwk.d]).to.eql(['ES256', 'dpop+jwt', 'P-256', undefined]);
  });

  it('repeats a request once with the new nonce when the provider requires it', async () => {
    let requested = 0;
    provider.responses['POST /relay/connections'] = () =>
      ++requested === 1
        ? problemResponse(401, 'nonce-required', 'nonce-2')
        : jsonResponse(200, { id: 'c', state: 'active' });
    expect((await relay.connect()).id).to.equal('c');
    expect(provider.proofs.map(({ claims }) => claims['nonce'])).to.eql(['nonce-1', 'nonce-2']);
  });

  it('does not repeat it twice', async () => {
    provider.responses['POST /relay/connections'] = () => problemResponse(401, 'nonce-required', 'again');
    expect((await rejectionOf(relay.connect())).code).to.equal('nonce-required');
    expect(provider.paths).to.have.length(3);
  });

  it('deletes a session with keepalive', async () => {
    await relay.deleteSession('s');
    expect(provider.inits.at(-1)?.keepalive).to.equal(true);
  });

  it('deletes a connection with a long timeout and keepalive', async () => {
    await relay.disconnect('c');
    expect(provider.paths.at(-1)).to.equal('DELETE /relay/connections/c');
    expect(provider.inits.at(-1)?.keepalive).to.equal(true);
    expect(provider.proofs.at(-1)?.claims['htm']).to.equal('DELETE');
    provider.responses['DELETE /relay/connections/c'] = () => problemResponse(502, 'wallet-unreachable');
    expect((await rejectionOf(relay.disconnect('c'))).code).to.equal('wallet-unreachable');
  });

  it('distinguishes a payment that is not due from one that is', async () => {
    expect(await relay.createPayment('s')).to.eql(PAYMENT_RESPONSE);
    provider.responses['POST /relay/sessions/s/payments'] = () => jsonResponse(202, { next: 500 });
    expect(await relay.createPayment('s')).to.eql({ next: 500 });
  });

  it('requests the same payment until it has a response, then the next one', async () => {
    const path = 'POST /relay/sessions/s/payments';
    const { [path]: answer } = provider.responses;
    const keys = () => provider.requests.map(({ headers }) => headers.get('idempotency-key')).filter(Boolean);
    provider.responses[path] = () => Promise.reject(new TypeError('Failed to fetch'));
    await rejectionOf(relay.createPayment('s'));
    provider.responses[path] = () => new Response('{', { headers: { 'content-type': 'application/json' } });
    await rejectionOf(relay.createPayment('s'));
    provider.responses[path] = answer as () => Response;
    provider.responses['POST /relay/sessions/t/payments'] = answer as () => Response;
    await relay.createPayment('t');
    await relay.createPayment('s');
    await relay.createPayment('s');
    const [first, second, other, third, next] = keys();
    expect([second, third]).to.eql([first, first]);
    expect(new Set([first, other, next]).size).to.equal(3);
  });

  it("passes on the provider's problem with its texts and its wait", async () => {
    provider.responses['POST /relay/sessions'] = () => {
      const answer = problemResponse(429, 'rate-limited', undefined, { detail: 'Slow down.', fix: 'Wait.' });
      answer.headers.set('retry-after', '7');
      return answer;
    };
    const error = await rejectionOf(
      relay.createSession({ connection: 'c', walletAddress: 'https://w.example' }),
    );
    expect(error).to.include({ code: 'rate-limited', status: 429, message: 'Slow down.', fix: 'Wait.' });
    expect(error.retryAfter).to.equal(7_000);
  });

  const INVALID: Record<string, () => Response> = {
    'an HTML page': () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    'an HTML error page': () =>
      new Response('oops', { status: 502, headers: { 'content-type': 'text/html' } }),
    'broken JSON': () => new Response('{', { headers: { 'content-type': 'application/json' } }),
    'JSON that is not an object': () => jsonResponse(200, []),
    'another version': () => jsonResponse(200, { relay: 2, sandbox: true, limits: { sessions: 1 } }),
    'JSON as text': () =>
      jsonResponse(200, { relay: 1, sandbox: true, limits: { sessions: 1 } }, undefined, 'text/plain'),
    'no limits': () => jsonResponse(200, { relay: 1, sandbox: true }),
    'a problem without code': () =>
      jsonResponse(500, { title: 'oops' }, undefined, 'application/problem+json'),
  };
  for (const [what, answer] of Object.entries(INVALID)) {
    it(`rejects ${what} as a provider’s description`, async () => {
      provider.responses['GET /relay'] = answer;
      const error = await rejectionOf(relay.describe());
      expect(error.code).to.equal('provider-response-invalid');
      expect(error.fix).to.include('data-provider');
    });
  }

  for (const [what, change] of Object.entries({
    'a fraction': { debitAmount: { value: '1.5', assetCode: 'EUR', assetScale: 2 } },
    'a number': { debitAmount: { value: 1, assetCode: 'EUR', assetScale: 2 } },
    'more than 64 bits': { debitAmount: { value: '9223372036854775808', assetCode: 'EUR', assetScale: 2 } },
    'a negative scale': { debitAmount: { value: '1', assetCode: 'EUR', assetScale: -1 } },
    'a fraction as sent': { sentAmount: { value: '1.5', assetCode: 'EUR', assetScale: 2 } },
    'a number as spent amount': { spent: 5 },
    'no next': { next: undefined },
    'a negative next': { next: -1 },
  })) {
    it(`rejects a payment with ${what}`, async () => {
      provider.responses['POST /relay/sessions/s/payments'] = () =>
        jsonResponse(201, { ...PAYMENT_RESPONSE, ...change });
      expect((await rejectionOf(relay.createPayment('s'))).code).to.equal('provider-response-invalid');
    });
  }

  const BUDGET = { value: '500', assetCode: 'EUR', assetScale: 2 };

  it('accepts a connection with or without amounts', async () => {
    const connection = {
      id: 'c',
      state: 'active',
      budget: BUDGET,
      spent: BUDGET,
      rate: BUDGET,
      renewsAt: null,
    };
    provider.responses['POST /relay/connections'] = () => jsonResponse(200, connection);
    expect(await relay.connect()).to.eql(connection);
    provider.responses['POST /relay/connections'] = () => jsonResponse(200, { id: 'c', state: 'new' });
    expect(await relay.connect()).to.eql({ id: 'c', state: 'new' });
  });

  for (const member of ['budget', 'spent', 'rate']) {
    it(`rejects a connection with an invalid ${member}`, async () => {
      const connection = { id: 'c', state: 'active', [member]: { ...BUDGET, value: '5.00' } };
      provider.responses['POST /relay/connections'] = () => jsonResponse(200, connection);
      expect((await rejectionOf(relay.connect())).code).to.equal('provider-response-invalid');
    });
  }

  it('accepts a wallet of scale 0', async () => {
    expect((await relay.getWalletAddress('https://wallet.example/alice')).assetScale).to.equal(0);
  });

  it('reports an unreachable provider when the network fails, and retries next time', async () => {
    const { 'GET /relay': answer } = provider.responses;
    provider.responses['GET /relay'] = () => Promise.reject(new TypeError('Failed to fetch'));
    const error = await rejectionOf(relay.connect());
    expect(error.code).to.equal('provider-unreachable');
    expect(error.message).to.include('Failed to fetch');
    provider.responses['GET /relay'] = answer as () => Response;
    expect((await relay.connect()).id).to.equal('c');
  });

  it('gives up after the timeout', async () => {
    const delays: number[] = [];
    const hanging: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const abort = new AbortController();
    const timeout = (milliseconds: number): AbortSignal => {
      delays.push(milliseconds);
      return abort.signal;
    };
    const requested = rejectionOf(createHttpRelay(PROVIDER, { fetch: hanging, key, timeout }).describe());
    abort.abort(new DOMException('too late', 'TimeoutError'));
    expect((await requested).code).to.equal('provider-unreachable');
    expect(delays).to.eql([10_000]);
  });

  it('waits longer for responses that need several wallet calls', async () => {
    const delays: number[] = [];
    const timeout = (milliseconds: number): AbortSignal => {
      delays.push(milliseconds);
      return new AbortController().signal;
    };
    const patient = createHttpRelay(PROVIDER, { fetch: provider.fetch, key, timeout });
    await patient.getWalletAddress('https://wallet.example/alice');
    await patient.connect();
    await patient.createSession({ connection: 'c', walletAddress: 'https://wallet.example/alice' });
    await patient.createPayment('s');
    expect(delays).to.eql([10_000, 15_000, 60_000, 60_000, 60_000]);
  });

  it('leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = [];
    let received: () => void;
    const control = new Promise<void>((resolve) => (received = resolve));
    const listen = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      unhandled.push(event.reason);
      if (event.reason === 'control') received();
    };
    addEventListener('unhandledrejection', listen);
    provider.responses = {};
    const noKey = Promise.reject<CryptoKeyPair>(new Error('no key'));
    const broken = createHttpRelay(PROVIDER, { fetch: provider.fetch, key: noKey });
    await Promise.all([relay.describe(), relay.connect(), broken.describe()].map(rejectionOf));
    void Promise.reject('control');
    await control;
    removeEventListener('unhandledrejection', listen);
    expect(unhandled).to.eql(['control']);
  });
});

async function rejectionOf(answer: Promise<unknown>): Promise<RelayError> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof RelayError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
