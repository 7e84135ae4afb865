import { expect } from '@open-wc/testing';
import type { WmStatus } from '../../../../src/page/elements/wm-status/wm-status.js';
import { FakeAgent, FakeClock, find, renderStatusFixture } from './support/fake-agent.js';

describe('<wm-status> announcements', () => {
  it('are in a polite live region that is empty at first', async () => {
    const element = await renderStatusFixture(new FakeAgent());
    const region = find(element, '[role=status]');

    expect(region?.textContent).to.equal('');
    expect(region?.getAttribute('aria-live') ?? 'polite').to.equal('polite');
  });

  it('come immediately, then at most every ten seconds, the newest only', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'connecting' }), new FakeClock()];
    const element = await renderStatusFixture(agent, clock);
    const said = async (): Promise<string | null | undefined> => {
      await element.updateComplete;
      return find(element, '[role=status]')?.textContent;
    };

    agent.setState({ status: 'ready' });
    expect(await said()).to.equal('Ready');
    agent.setState({ status: 'streaming' });
    expect(await said()).to.equal('Ready');
    agent.setState({ status: 'out-of-funds' });
    clock.advance(9_999);
    expect(await said()).to.equal('Ready');
    clock.advance(1);
    expect(await said()).to.equal('Out of funds');
  });

  it('are dropped when the change is reverted while they wait', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'connecting' }), new FakeClock()];
    const element = await renderStatusFixture(agent, clock);
    const statuses = ['ready', 'streaming', 'ready'] as const;
    for (const status of statuses) {
      agent.setState({ status });
      await element.updateComplete;
    }
    const region = find(element, '[role=status]') as HTMLElement;
    const changes = new MutationObserver(() => undefined);
    changes.observe(region, { childList: true, characterData: true, subtree: true });

    clock.advance(60_000);

    expect(changes.takeRecords()).to.have.length(0);
    expect(region.textContent).to.equal('Ready');
  });

  it('come from one of several elements, and from the next when that one is removed', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'connecting' }), new FakeClock()];
    const elements = [
      await renderStatusFixture(agent, clock),
      await renderStatusFixture(agent, clock),
      await renderStatusFixture(agent, clock),
    ];
    // Which element announces first depends on the frames in which they render.
    const speakersOf = async (text: string): Promise<WmStatus[]> => {
      await Promise.all(elements.map(({ updateComplete }) => updateComplete));
      return elements.filter((element) => find(element, '[role=status]')?.textContent === text);
    };

    agent.setState({ status: 'ready' });
    expect(await speakersOf('Ready')).to.have.length(1);
    agent.setState({ status: 'streaming' });
    await speakersOf('Streaming');
    clock.advance(10_000);
    const [speaker, ...others] = await speakersOf('Streaming');
    expect(others).to.have.length(0);
    speaker?.remove();
    agent.setState({ status: 'out-of-funds' });
    await speakersOf('Out of funds');
    clock.advance(10_000);
    const speakers = await speakersOf('Out of funds');
    expect(speakers).to.have.length(1);
    expect(speakers[0]).not.to.equal(speaker);
  });

  it('never contain amounts', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'streaming' }), new FakeClock()];
    const element = await renderStatusFixture(agent, clock);

    for (let cents = 1; cents <= 60; cents++) {
      agent.setState({ totals: [{ currency: 'USD', value: `0.${String(cents).padStart(2, '0')}` }] });
      clock.advance(1_000);
      await element.updateComplete;
    }

    expect(find(element, '[role=status]')?.textContent).to.equal('');
    expect(find(element, '[role=status]')?.querySelector('[part]')).to.equal(null);
  });

  it('contain an error with its fix', async () => {
    const agent = new FakeAgent();
    const element = await renderStatusFixture(agent);
    agent.setState({
      status: 'error',
      error: { code: 'provider-unreachable', message: 'It did not answer.', fix: 'Start it.' },
    });
    await element.updateComplete;

    expect(find(element, '[role=status]')?.textContent).to.equal('Not working: It did not answer. Start it.');
  });
});
