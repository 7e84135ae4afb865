import { expect } from '@open-wc/testing';
import type { AgentOptions } from '../../../src/page/agent/core/agent-options.js';
import type { Agent } from '../../../src/page/agent/state/state.js';
import { startAgentOnDemand, type BootOptions } from '../../../src/page/boot/start-agent-on-demand.js';
import { createModuleImporter } from '../../../src/page/agent/core/load-lazy-module.js';
import { waitFor } from '../../support/wait-for.js';
import { FakeRelay } from '../agent/support/fake-relay.js';
import { capturePlatform } from '../../../src/page/agent/core/platform.js';

describe('an agent on demand', () => {
  let relay: FakeRelay;
  let agent: Agent;
  let lines: string[];
  let events: string[];

  beforeEach(() => {
    relay = new FakeRelay();
    lines = [];
    events = [];
  });

  afterEach(() => {
    agent.stop();
    for (const link of document.querySelectorAll('link[rel=monetization]')) link.remove();
  });

  function start(options: Partial<AgentOptions> = {}): void {
    const platform = { ...capturePlatform(), warn: (line: string) => void lines.push(line) };
    const importModule = createModuleImporter(options.directory);
    agent = startAgentOnDemand({
      provider: relay.provider,
      relay,
      platform,
      importModule,
      ...options,
    } as BootOptions);
  }

  function addLink(): void {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'monetization', href: 'https://wallet.example/a' });
    for (const type of ['load', 'error', 'monetization'])
      link.addEventListener(type, () => void events.push(type));
    document.head.append(link);
  }

  it('makes no call before the first link, and pays it', async () => {
    start();
    document.body.append(document.createElement('p'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(relay.calls).to.eql([]);
    addLink();
    await waitFor(() => events.includes('monetization'));
    expect(relay.calls).to.include('connect');
  });

  it('keeps document.monetization and its listeners when the agent starts', async () => {
    start();
    const { monetization } = document;
    let changes = 0;
    monetization?.addEventListener('agentstatechange', () => (changes += 1));
    expect(monetization?.agentState.status).to.equal('connecting');
    await waitFor(() => monetization?.agentState.status === 'ready');
    expect(document.monetization).to.equal(monetization);
    expect(changes).to.be.greaterThan(0);
  });

  it('carries out connect() when the provider has answered', async () => {
    relay.onConnect = async () => ({ id: 'new-one', state: 'new' });
    // As with a simulation, which has no connect page.
    relay.onDescribe = async () => ({ relay: 1, sandbox: true, connectPage: '', limits: { sessions: 1 } });
    start();
    agent.monetization.connect();
    await waitFor(() => relay.calls.includes('bind new-one '));
  });

  it('carries out disconnect(), and does not pay before', async () => {
    start();
    addLink();
    agent.monetization.disconnect();
    await waitFor(() => relay.calls.includes('disconnect connection'));
    const before = relay.calls.slice(0, relay.calls.indexOf('disconnect connection'));
    expect(before.filter((call) => call.startsWith('payment'))).to.eql([]);
  });

  it('resolves trace() with the calls of the agent', async () => {
    start();
    const entries = await agent.monetization.trace();
    expect(entries).to.be.an('array');
  });

  it('does not load the agent after stop()', async () => {
    start();
    agent.stop();
    addLink();
    await new Promise((resolve) => setTimeout(resolve));
    expect(relay.calls).to.eql([]);
    expect(document.monetization).to.equal(undefined);
  });

  it('fires error once at each link, and logs once, when the agent cannot be loaded', async () => {
    start({ directory: `${location.origin}/missing/` });
    addLink();
    await waitFor(() => events.length === 1);
    addLink();
    await waitFor(() => events.length === 2);
    expect(events).to.eql(['error', 'error']);
    const { status, error, sessions } = agent.monetization.agentState;
    expect([status, error?.code, sessions.length]).to.eql(['error', 'agent-not-loaded', 2]);
    expect(error?.message).to.include(`${location.origin}/missing/wm-agent.js`);
    expect(lines).to.have.length(1);
  });
});
