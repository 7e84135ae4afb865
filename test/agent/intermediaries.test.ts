import { expect } from '@open-wc/testing';
import { createHttpRelay } from '../../src/relay/http-relay.js';
import { json, PAYMENT, problem, ProviderDouble, SESSION } from '../relay/provider-double.js';
import type { Relay } from '../../src/relay/relay.js';
import { AgentFixture } from './support/agent-fixture.js';
import { settle } from './support/fake-platform.js';

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Who stands between the page and its provider, and answers in its place. */
const PAGES: Record<string, () => Response> = {
  'an offline page, 200': () => new Response('<h1>Offline</h1>', { headers: HTML }),
  'a bot check, 403': () => new Response('<h1>Checking</h1>', { status: 403, headers: HTML }),
  'a proxy’s page, 400': () => new Response('<h1>Bad Request</h1>', { status: 400, headers: HTML }),
  'a bad gateway, 502': () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: HTML }),
  'an empty body, 200': () => new Response('', { headers: JSON_TYPE }),
  'nothing, 204': () => new Response(null, { status: 204 }),
  'half of the JSON': () => new Response('{"id":"s","incomi', { headers: JSON_TYPE }),
  'JSON of an API gateway, 403': () => json(403, { message: 'Forbidden' }),
  'a problem without code, 422': () => json(422, { title: 'No' }, undefined, 'application/problem+json'),
};

const CALLS = [
  'GET /relay',
  'POST /relay/connections',
  'POST /relay/wallet-addresses',
  'POST /relay/sessions',
  'POST /relay/sessions/s/payments',
];

describe('an intermediary’s page', () => {
  let page: AgentFixture;
  let provider: ProviderDouble;
  /** A stopped page's last calls are not the next one's. */
  let calls: { underWay: number };

  beforeEach(() => {
    page = new AgentFixture();
    provider = new ProviderDouble();
    calls = { underWay: 0 };
    const expiresAt = new Date(page.platform.time + 600_000).toISOString();
    provider.answers['POST /relay/sessions'] = () => json(201, { ...SESSION, expiresAt }, 'nonce-1');
  });
  afterEach(() => page.stop());

  function start(): void {
    page.addLink('alice');
    page.start({ relay: counted(createHttpRelay('https://provider.example', { fetch: provider.fetch })) });
  }

  /** The same line. The browser takes its own time to sign, and the test's clock waits for it. */
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

  /** Lets time pass, and what is signed and sent arrive. */
  async function passUntil(holds: () => boolean, most = 120_000): Promise<void> {
    const end = page.platform.time + most;
    while (!holds()) {
      expect(page.platform.time, 'it has come in time').to.be.below(end);
      await page.platform.advance(100);
      while (calls.underWay > 0) await settle();
    }
  }

  /** The first so many answers of a call are somebody else's. */
  function replace(call: string, times: number, answer: () => Response): void {
    const own = provider.answers[call] as () => Response;
    provider.answers[call] = () => (times-- > 0 ? answer() : own());
  }

  for (const [what, answer] of Object.entries(PAGES)) {
    it(`passes, at whichever call: ${what}`, async () => {
      for (const call of CALLS) replace(call, 2, answer);
      start();
      await passUntil(() => page.eventsOf('monetization').length >= 2);
      expect(page.events.slice(0, 3)).to.eql(['error alice', 'load alice', 'monetization alice']);
      expect(page.state.status).to.equal('streaming');
      expect(page.state.sessions[0]?.error).to.equal(null);
    });
  }

  it('is asked about ever more rarely', async () => {
    replace('GET /relay', Infinity, PAGES['an offline page, 200'] as () => Response);
    start();
    await passUntil(() => provider.requests.length >= 1);
    const from = page.platform.time;
    await passUntil(() => page.platform.time > from + 300_000, 310_000);
    expect(provider.requests.length).to.be.within(10, 30);
    expect(page.state.error?.code).to.equal('provider-answer-invalid');
    expect(page.eventsOf('error')).to.eql(['error alice']);
  });

  it('does not hide what the provider itself refuses', async () => {
    provider.answers['POST /relay/wallet-addresses'] = () =>
      problem(422, 'wallet-address-invalid', 'nonce-1');
    start();
    await passUntil(() => page.eventsOf('error').length === 1);
    const asked = provider.paths.length;
    const from = page.platform.time;
    await passUntil(() => page.platform.time > from + 120_000, 130_000);
    expect(provider.paths.slice(asked)).to.eql([]);
  });

  it('in the place of a payment’s answer, just before the session is renewed, costs no event', async () => {
    const call = 'POST /relay/sessions/s/payments';
    const keys = (): (string | null)[] =>
      provider.requests
        .filter(({ url }) => url.endsWith('/s/payments'))
        .map(({ headers }) => headers.get('idempotency-key'));
    // Renewed 30 s before its end.
    const expiresAt = new Date(page.platform.time + 92_000).toISOString();
    let sessions = 0;
    provider.answers['POST /relay/sessions'] = () =>
      json(201, { ...SESSION, id: sessions++ ? 't' : 's', expiresAt }, 'nonce-1');
    provider.answers['POST /relay/sessions/t/payments'] = () => json(202, { next: 5_000 }, 'nonce-1');
    provider.answers['DELETE /relay/sessions/t'] = () => new Response(null, { status: 204 });
    // One that has been paid, at 61 s; the answer comes again under the same key.
    let ticks = 0;
    provider.answers[call] = () => {
      ticks += 1;
      if (ticks === 1) return json(202, { next: 61_000 }, 'nonce-1');
      if (ticks === 2) return (PAGES['a bad gateway, 502'] as () => Response)();
      return json(201, { ...PAYMENT, next: 60_000 }, 'nonce-1');
    };
    start();
    await passUntil(() => sessions === 2, 300_000);
    expect(page.eventsOf('monetization')).to.eql(['monetization alice']);
    expect(keys()).to.have.length(3);
    expect(keys()[2]).to.equal(keys()[1]);
  });

  it('does not make believe that a consent has been taken back', async () => {
    provider.answers['DELETE /relay/connections/c'] = PAGES['an offline page, 200'] as () => Response;
    const relay = createHttpRelay('https://provider.example', { fetch: provider.fetch });
    const error: unknown = await relay.disconnect('c').catch((cause: unknown) => cause);
    expect(error).to.include({ code: 'provider-answer-invalid' });
  });
});
