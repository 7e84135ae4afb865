import { expect } from '@open-wc/testing';
import { FakeAgent, find, showing, textOf } from './fake-agent.js';

describe('<wm-status> button', () => {
  it('asks the agent to pause and to resume', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await showing(agent);

    expect(textOf(element, 'button')).to.contain('Pause');
    find(element, 'button')?.click();
    await element.updateComplete;
    expect(textOf(element, 'button')).to.contain('Resume');
    find(element, 'button')?.click();
    await element.updateComplete;

    expect(agent.asked).to.deep.equal(['pause', 'resume']);
  });

  it('stays the same element and as large as one label, so focus and place are kept', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await showing(agent);
    const button = find(element, 'button') as HTMLElement;
    const { width, height } = button.getBoundingClientRect();

    agent.pause();
    await element.updateComplete;

    expect(find(element, 'button')).to.equal(button);
    expect(button.getBoundingClientRect().width).to.equal(width);
    expect(height).to.be.closeTo(parseFloat(getComputedStyle(button).minBlockSize), 0.1);
  });

  it('can be reached and seen by keyboard', async () => {
    const element = await showing(new FakeAgent({ status: 'streaming' }));
    const button = find<HTMLButtonElement>(element, 'button');

    button?.focus();

    expect(element.shadowRoot?.activeElement).to.equal(button);
    expect(button?.tabIndex).to.equal(0);
    expect(button?.matches(':focus-visible')).to.equal(true);
  });

  it('pauses a page that is on hold because it was hidden', async () => {
    const agent = new FakeAgent({ status: 'paused', pausedBy: 'hidden' });
    const element = await showing(agent);

    find(element, 'button')?.click();

    expect(agent.asked).to.deep.equal(['pause']);
  });

  it('connects a wallet where none is connected', async () => {
    const agent = new FakeAgent({ status: 'not-connected' });
    const element = await showing(agent);
    expect(textOf(element, 'button')).to.contain('Connect');
    find(element, 'button')?.click();
    expect(agent.asked).to.deep.equal(['connect']);
    await expect(element).to.be.accessible();
  });

  for (const status of ['no-provider', 'other-agent'] as const) {
    it(`is absent where there is nothing to pause: ${status}`, async () => {
      expect(find(await showing(new FakeAgent({ status })), 'button')).to.equal(null);
    });
  }
});
