import { expect } from '@open-wc/testing';
import { CONNECTION, FakeAgent, FakeClock, find, showing } from './fake-agent.js';

const PANEL = { status: 'streaming', connection: CONNECTION } as const;

describe('<wm-status> requests', () => {
  afterEach(() => document.removeEventListener('wm-disconnect', prevent));

  it('are events that anybody around hears, and the agent fulfils them', async () => {
    const agent = new FakeAgent(PANEL);
    const element = await showing(agent);
    const heard: string[] = [];
    for (const type of ['wm-pause', 'wm-resume', 'wm-disconnect', 'wm-connect']) {
      document.addEventListener(type, (event) => heard.push(`${type} ${event.composed}`), { once: true });
    }

    for (const selector of ['.pause', '.resume', '.quiet', '.connect']) {
      find(element, selector)?.click();
      await element.updateComplete;
    }

    expect(heard).to.deep.equal(['wm-pause true', 'wm-resume true', 'wm-disconnect true', 'wm-connect true']);
    expect(agent.asked).to.deep.equal(['pause', 'resume', 'disconnect', 'connect']);
  });

  it('are left to a page that cancels them', async () => {
    const agent = new FakeAgent(PANEL);
    const element = await showing(agent);
    document.addEventListener('wm-disconnect', prevent);

    find(element, '.quiet')?.click();

    expect(agent.asked).to.deep.equal([]);
  });

  it('leave the focus on a button when their own goes', async () => {
    const element = await showing(new FakeAgent(PANEL));
    find(element, '.quiet')?.focus();

    find(element, '.quiet')?.click();
    await element.updateComplete;

    expect(element.shadowRoot?.activeElement).to.equal(find(element, '.connect'));
  });

  it('can all be made by keyboard, each control once and in the order of the eye', async () => {
    const element = await showing(new FakeAgent({ ...PANEL, sandbox: true }), new FakeClock());
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
