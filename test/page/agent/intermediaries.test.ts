import { expect } from '@open-wc/testing';
import { createHttpRelay } from '../../../src/page/relay-client/http-relay.js';
import {
  jsonResponse,
  PAYMENT_RESPONSE,
  problemResponse,
  FakeProvider,
  SESSION_RESPONSE,
} from '../relay-client/fake-provider.js';
import type { Relay } from '../../../src/page/relay-client/relay.js';
import { AgentFixture } from './support/agent-fixture.js';
import { flushTasks } from './support/fake-platform.js';
import { waitFor } from '../../support/wait-for.js';

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Responses of intermediaries between the page and its provider. */
const PAGES: Record<string, () => Response> = {
  'an offline page, 200': () => new Response('<h1>Offline</h1>', { headers: HTML }),
  'a bot check, 403': () => new Response('<h1>Checking</h1>', { status: 403, headers: HTML }),
  'a proxy’s page, 400': () => new Response('<h1>Bad Request</h1>', { status: 400, headers: HTML }),
  'a bad gateway, 502': () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: HTML }),
  'an empty body, 200': () => new Response('', { headers: JSON_TYPE }),
  'nothing, 204': () => new Response(null, { status: 204 }),
  'half of the JSON': () => new Response('{"id":"s","incomi', { headers: JSON_TYPE }),
  'JSON of an API gateway, 403': () => jsonResponse(403, { message: 'Forbidden' }),
  'a problem without code, 422': () =>
    jsonResponse(422, { title: 'No' }, undefined, 'application/problem+json'),
};

const CALLS = [
  'GET /relay',
  'POST /relay/connections',
  'POST /relay/wallet-addresses',
  'POST /relay/sessions',
  'POST /relay/sessions/s/payments',
];

describe('a response of an intermediary', () => {
  let page: AgentFixture;
  let provider: FakeProvider;
  /** The last calls of a stopped page must not count for the next page. */
  let calls: { underWay: number };

  beforeEach(() => {
    page = new AgentFixture();
    provider = new FakeProvider();
    calls = { underWay: 0 };
    const expiresAt = new Date(page.platform.time + 600_000).toISOString();
    provider.responses['POST /relay/sessions'] = () =>
      jsonResponse(201, { ...SESSION_RESPONSE, expiresAt }, 'nonce-1');
  });
  afterEach(() => page.stop());

  function start(): void {
    page.addLink('alice');
    page.start({ relay: counted(createHttpRelay('https://provider.example', { fetch: provider.fetch })) });
  }

  /** The real relay client. The browser signs in real time, and the test's clock waits for it. */
  function counted(relay: Relay): Relay {
    const own = calls;
    return new Proxy(relay, {
      get(target, name: keyof Relay) {
        const member = target[name] as unknown;
        if (typeof member !== 'function') return member;
        return async (...about: unknown[]) => {
          own.underWay += 1;
          return (member.apply(target, about) as Promise<unknown>).finally(() => (own.underWay -= 1));
        };
      },
    });
  }

  /** Advances the clock timer by timer, and waits for signatures and responses. */
  async function passUntil(holds: () => boolean, most = 120_000): Promise<void> {
    const end = page.platform.time + most;
    const idle = (): boolean => calls.underWay === 0;
    const between = async (): Promise<void> => {
      expect(page.platform.time, 'in time').to.be.below(end);
      await page.platform.advanceToTimer(1_000);
      await waitFor(idle, 'responses', { between: flushTasks });
    };
    await waitFor(holds, String(holds), { timeoutMs: 9_000, between });
  }

  /** Replaces the first `count` responses of a call. */
  function replace(call: string, times: number, answer: () => Response): void {
    const own = provider.responses[call] as () => Response;
    provider.responses[call] = () => (times-- > 0 ? answer() : own());
  }

  for (const [what, answer] of Object.entries(PAGES)) {
    it(`is temporary at any call: ${what}`, async () => {
      for (const call of CALLS) replace(call, 2, answer);
      start();
      await passUntil(() => page.eventsOf('monetization').length >= 2);
      expect(page.events.slice(0, 3)).to.eql(['error alice', 'load alice', 'monetization alice']);
      expect(page.state.status).to.equal('streaming');
      expect(page.state.sessions[0]?.error).to.equal(null);
    });
  }

  it('is retried less and less often', async () => {
    replace('GET /relay', Infinity, PAGES['an offline page, 200'] as () => Response);
    start();
    await passUntil(() => provider.requests.length >= 1);
    const from = page.platform.time;
    await passUntil(() => page.platform.time > from + 300_000, 310_000);
    expect(provider.requests.length).to.be.within(10, 30);
    expect(page.state.error?.code).to.equal('provider-response-invalid');
    expect(page.eventsOf('error')).to.eql(['error alice']);
  });

  it('does not hide an error of the provider itself', async () => {
    provider.responses['POST /relay/wallet-addresses'] = () =>
      problemResponse(422, 'wallet-address-invalid', 'nonce-1');
    start();
    await passUntil(() => page.eventsOf('error').length === 1);
    const requested = provider.paths.length;
    const from = page.platform.time;
    await passUntil(() => page.platform.time > from + 120_000, 130_000);
    expect(provider.paths.slice(requested)).to.eql([]);
  });

  it('that replaces a payment response before the session is renewed loses no event', async () => {
    const call = 'POST /relay/sessions/s/payments';
    const keys = (): (string | null)[] =>
      provider.requests
        .filter(({ url }) => url.endsWith('/s/payments'))
        .map(({ headers }) => headers.get('idempotency-key'));
    // The session is renewed 30 s before its end.
    const expiresAt = new Date(page.platform.time + 92_000).toISOString();
    let sessions = 0;
    provider.responses['POST /relay/sessions'] = () =>
      jsonResponse(201, { ...SESSION_RESPONSE, id: sessions++ ? 't' : 's', expiresAt }, 'nonce-1');
    provider.responses['POST /relay/sessions/t/payments'] = () =>
      jsonResponse(202, { next: 5_000 }, 'nonce-1');
    provider.responses['DELETE /relay/sessions/t'] = () => new Response(null, { status: 204 });
    // A second payment at 61 s; the same key returns its response again.
    let ticks = 0;
    provider.responses[call] = () => {
      ticks += 1;
      if (ticks === 1) return jsonResponse(202, { next: 61_000 }, 'nonce-1');
      if (ticks === 2) return (PAGES['a bad gateway, 502'] as () => Response)();
      return jsonResponse(201, { ...PAYMENT_RESPONSE, next: 60_000 }, 'nonce-1');
    };
    start();
    await passUntil(() => sessions === 2, 300_000);
    expect(page.eventsOf('monetization')).to.eql(['monetization alice']);
    expect(keys()).to.have.length(3);
    expect(keys()[2]).to.equal(keys()[1]);
  });

  it('does not count as a successful disconnect', async () => {
    provider.responses['DELETE /relay/connections/c'] = PAGES['an offline page, 200'] as () => Response;
    const relay = createHttpRelay('https://provider.example', { fetch: provider.fetch });
    const error: unknown = await relay.disconnect('c').catch((cause: unknown) => cause);
    expect(error).to.include({ code: 'provider-response-invalid' });
  });
});
