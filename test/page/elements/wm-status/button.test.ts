import { expect } from '@open-wc/testing';
import { FakeAgent, find, renderStatusFixture, textOf } from './support/fake-agent.js';

describe('<wm-status> button', () => {
  it('makes the agent pause and resume', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await renderStatusFixture(agent);

    expect(textOf(element, 'button')).to.contain('Pause');
    find(element, 'button')?.click();
    await element.updateComplete;
    expect(textOf(element, 'button')).to.contain('Resume');
    find(element, 'button')?.click();
    await element.updateComplete;

    expect(agent.commands).to.deep.equal(['pause', 'resume']);
  });

  it('stays the same element with a fixed size, so that focus and position are kept', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await renderStatusFixture(agent);
    const button = find(element, 'button') as HTMLElement;
    const { width, height } = button.getBoundingClientRect();

    agent.pause();
    await element.updateComplete;

    expect(find(element, 'button')).to.equal(button);
    expect(button.getBoundingClientRect().width).to.equal(width);
    expect(height).to.be.closeTo(parseFloat(getComputedStyle(button).minBlockSize), 0.1);
  });

  it('is reachable and visible by keyboard', async () => {
    const element = await renderStatusFixture(new FakeAgent({ status: 'streaming' }));
    const button = find<HTMLButtonElement>(element, 'button');

    button?.focus();

    expect(element.shadowRoot?.activeElement).to.equal(button);
    expect(button?.tabIndex).to.equal(0);
    expect(button?.matches(':focus-visible')).to.equal(true);
  });

  it('pauses a page that is on hold because it was hidden', async () => {
    const agent = new FakeAgent({ status: 'paused', pausedBy: 'hidden' });
    const element = await renderStatusFixture(agent);

    find(element, 'button')?.click();

    expect(agent.commands).to.deep.equal(['pause']);
  });

  it('connects a wallet if none is connected', async () => {
    const agent = new FakeAgent({ status: 'not-connected' });
    const element = await renderStatusFixture(agent);
    expect(textOf(element, 'button')).to.contain('Connect');
    find(element, 'button')?.click();
    expect(agent.commands).to.deep.equal(['connect']);
    await expect(element).to.be.accessible();
  });

  for (const status of ['no-provider', 'native-agent'] as const) {
    it(`is missing when there is nothing to pause: ${status}`, async () => {
      expect(find(await renderStatusFixture(new FakeAgent({ status })), 'button')).to.equal(null);
    });
  }
});
