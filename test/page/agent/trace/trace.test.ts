import { expect } from '@open-wc/testing';
import { ERROR_CODES } from '../../../../src/protocol/error-codes.js';
import type { TraceEntry } from '../../../../src/page/agent/state/state.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { flushTasks } from '../support/fake-platform.js';

describe('the trace', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
    // Like the relay clients: one description request at a time.
    const description = page.relay.onDescribe();
    page.relay.onDescribe = () => description;
  });
  afterEach(() => page.stop());

  const read = async (): Promise<readonly TraceEntry[]> => {
    const trace = page.monetization.trace();
    await page.platform.advance();
    return trace;
  };

  it('contains every call and event of a link in order, even those before the first reader', async () => {
    page.start();
    page.addLink('alice');
    await page.platform.advance(10);
    const entries = await read();
    const href = 'https://wallet.example/alice';
    expect(entries.filter((entry) => entry.href === href).map(({ name }) => name)).to.eql([
      'POST /relay/wallet-addresses',
      'POST /relay/sessions',
      'load',
      'POST /relay/sessions/:id/payments',
      'monetization',
    ]);
    const [, session] = entries.filter((entry) => entry.href === href);
    expect(session).to.include({ from: 'agent', to: 'provider', status: 201, took: 0 });
    expect(entries.find(({ name }) => name === 'monetization')).to.include({
      from: 'agent',
      to: 'page',
      took: 0,
    });
  });

  it('contains one description request, however many links there are', async () => {
    page.start();
    for (const name of ['alice', 'bob', 'carol']) page.addLink(name);
    await page.platform.advance(10);
    expect((await read()).filter(({ name }) => name === 'GET /relay')).to.have.length(1);
  });

  it('from then on reports the start and the end of each call', async () => {
    page.start();
    const delivered: [string, number | null][] = [];
    page.monetization.addEventListener('agenttrace', ({ detail: { name, took } }) =>
      delivered.push([name, took]),
    );
    await page.platform.advance(10);
    expect(delivered).to.eql([]);
    await read();
    delivered.length = 0;

    let answer: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (answer = resolve));
    page.relay.onWalletAddress = () => wait.then(() => Promise.reject(new Error('broken')));
    page.addLink('alice');
    await page.platform.advance(30);
    expect(delivered).to.eql([['POST /relay/wallet-addresses', null]]);
    answer();
    await flushTasks();
    await page.platform.advance();
    expect(delivered.slice(1, 3)).to.eql([
      ['POST /relay/wallet-addresses', 30],
      ['error', 0],
    ]);
  });

  it('contains errors and their fixes', async () => {
    const { status, title, fix } = ERROR_CODES['wallet-address-not-found'];
    page.relay.onWalletAddress = () =>
      Promise.reject(new RelayError('wallet-address-not-found', { status, title, fix }));
    page.start();
    page.addLink('alice');
    await page.platform.advance(10);
    const [call, event] = (await read()).filter(({ href }) => href !== undefined);
    const error = { code: 'wallet-address-not-found', message: title, fix };
    expect(call).to.deep.include({ status, error });
    expect(event).to.deep.include({ name: 'error', error });
  });

  it('contains neither the connection nor a challenge', async () => {
    page.relay.onConnect = async () => ({ id: 'the-connection', state: 'active' });
    page.start();
    page.addLink('alice');
    await page.platform.advance(10);
    const text = JSON.stringify(await read());
    expect(text).not.to.include('the-connection');
    expect(text).to.include('"connection":"(hidden)"');
  });

  it('contains the wallet requests of a sandbox provider for this page, in the page’s clock', async () => {
    const now = page.platform.now() + 86_400_000;
    const entry: TraceEntry = {
      ...{ id: 'provider-1', at: now + 10, took: 20 },
      ...{ from: 'provider', to: 'receiver', name: 'GET wallet address' },
    };
    const before: TraceEntry = { ...entry, id: 'provider-0', at: now - 5_000 };
    const asked: number[] = [];
    Object.assign(page.relay, {
      readTrace: async (after: number) => {
        asked.push(after);
        return { entries: after === 0 ? [before, entry] : [], last: 1, now: now + 10 };
      },
    });
    page.start();
    await page.platform.advance(10);
    const entries = await read();
    const provider = entries.filter(({ from }) => from === 'provider');
    expect(provider).to.eql([{ ...entry, at: page.platform.now() }]);
    expect(asked.slice(0, 2)).to.eql([0, 1]);
  });

  it('requests no provider trace in production', async () => {
    const describe = await page.relay.onDescribe();
    page.relay.onDescribe = async () => ({ ...describe, sandbox: false });
    let asked = 0;
    Object.assign(page.relay, { readTrace: () => Promise.reject(new Error(`asked ${++asked} times`)) });
    page.start();
    page.addLink('alice');
    await page.platform.advance(10);
    expect(await read()).not.to.eql([]);
    expect(asked).to.equal(0);
  });

  it('keeps only the newest entries', async () => {
    page.start();
    await page.platform.advance(10);
    for (let index = 0; index < 100; index++) {
      const link = page.addLink(`receiver-${index}`);
      await page.platform.advance(200);
      link.remove();
    }
    await page.platform.advance(5_000);
    const entries = await read();
    expect(entries.length).to.be.within(100, 200);
    expect(entries.at(-1)?.href).to.equal('https://wallet.example/receiver-99');
  });
});
