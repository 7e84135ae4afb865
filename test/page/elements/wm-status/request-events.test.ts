import { expect } from '@open-wc/testing';
import { CONNECTION, FakeAgent, FakeClock, find, renderStatusFixture } from './support/fake-agent.js';

const PANEL = { status: 'streaming', connection: CONNECTION } as const;

describe('<wm-status> requests', () => {
  afterEach(() => document.removeEventListener('wm-disconnect', prevent));

  it('are events that bubble out of the element, and the agent executes them', async () => {
    const agent = new FakeAgent(PANEL);
    const element = await renderStatusFixture(agent);
    const received: string[] = [];
    for (const type of ['wm-pause', 'wm-resume', 'wm-disconnect', 'wm-connect']) {
      document.addEventListener(type, (event) => received.push(`${type} ${event.composed}`), { once: true });
    }

    for (const selector of ['.pause', '.resume', '.quiet', '.connect']) {
      find(element, selector)?.click();
      await element.updateComplete;
    }

    expect(received).to.deep.equal([
      'wm-pause true',
      'wm-resume true',
      'wm-disconnect true',
      'wm-connect true',
    ]);
    expect(agent.commands).to.deep.equal(['pause', 'resume', 'disconnect', 'connect']);
  });

  it('are not executed if the page cancels them', async () => {
    const agent = new FakeAgent(PANEL);
    const element = await renderStatusFixture(agent);
    document.addEventListener('wm-disconnect', prevent);

    find(element, '.quiet')?.click();

    expect(agent.commands).to.deep.equal([]);
  });

  it('keep the focus on a button when their own button disappears', async () => {
    const element = await renderStatusFixture(new FakeAgent(PANEL));
    find(element, '.quiet')?.focus();

    find(element, '.quiet')?.click();
    await element.updateComplete;

    expect(element.shadowRoot?.activeElement).to.equal(find(element, '.connect'));
  });

  it('are all reachable by keyboard, each control once and in visual order', async () => {
    const element = await renderStatusFixture(new FakeAgent({ ...PANEL, sandbox: true }), new FakeClock());
    const controls = element.shadowRoot?.querySelectorAll<HTMLElement>('summary, button, select') ?? [];
    const tops = [...controls].map((control) => control.getBoundingClientRect().top);

    expect([...controls].every(({ tabIndex }) => tabIndex === 0)).to.equal(true);
    expect(tops).to.deep.equal([...tops].sort((a, b) => a - b));
    for (const control of controls) {
      control.focus();
      expect(element.shadowRoot?.activeElement).to.equal(control);
      expect(getComputedStyle(control).outlineStyle).to.equal('solid');
    }
  });
});

function prevent(event: Event): void {
  event.preventDefault();
}
