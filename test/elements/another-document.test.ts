import { expect, waitUntil } from '@open-wc/testing';
import type { AgentState } from '../../src/agent/state.js';
import { FLOW, FakeSource, rowsOf, showing as showingFlow, shows } from '../wm-flow/fake-source.js';
import { CONNECTION, FakeAgent, SESSION, showing as showingStatus, textOf } from '../wm-status/fake-agent.js';
import { openFrame, removeFrames } from './support/open-document.js';

const STATE: Partial<AgentState> = {
  ...{ status: 'streaming', pausedBy: null, sandbox: true },
  ...{ sessions: [SESSION], connection: CONNECTION },
};

describe('an element that a page moves into another document', () => {
  const complaints: unknown[] = [];
  const complain = ({ type }: Event): void => void complaints.push(type);
  before(() => {
    addEventListener('error', complain);
    addEventListener('unhandledrejection', complain);
  });
  after(() => {
    removeEventListener('error', complain);
    removeEventListener('unhandledrejection', complain);
  });
  afterEach(() => {
    removeFrames();
    expect(complaints.splice(0)).to.eql([]);
  });

  it('<wm-status> looks there as here, SANDBOX mark and panel too, goes on, and looks the same when it is back', async () => {
    const agent = new FakeAgent(STATE);
    const element = await showingStatus(agent);
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);
    expect(looks['sandbox']).to.include('rgb(255, 217, 120)');

    const there = await openFrame();
    there.body.append(element);
    expect(looksOf(element)).to.eql(looks);

    agent.become({ status: 'paused', pausedBy: 'visitor' });
    await waitUntil(() => textOf(element, '[part=state]') === 'Paused');
    agent.become(STATE);
    await waitUntil(() => textOf(element, '[part=state]') === 'Streaming');
    expect(looksOf(element)).to.eql(looks);

    home.append(element);
    expect(looksOf(element)).to.eql(looks);
  });

  it('<wm-status> has its styles there when it is moved before it has been drawn', async () => {
    const agent = new FakeAgent(STATE);
    const looks = looksOf(await showingStatus(agent));
    const element = document.createElement('wm-status');
    element.source = agent;
    document.body.append(element);
    (await openFrame()).body.append(element);
    await waitUntil(() => textOf(element, '[part=state]') === 'Streaming');
    expect(looksOf(element)).to.eql(looks);
  });

  it('<wm-flow> looks there as here, goes on, and looks the same when it is back', async () => {
    const source = new FakeSource(FLOW);
    const element = await showingFlow(source, 4);
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);

    (await openFrame()).body.append(element);
    await shows(element, 4);
    expect(looksOf(element)).to.eql(looks);
    source.tell({ name: 'POST /relay/sessions' });
    await shows(element, 5);
    expect(getComputedStyle(rowsOf(element)[4] as Element).display).to.equal(
      getComputedStyle(rowsOf(element)[3] as Element).display,
    );

    home.append(element);
    await shows(element, 4);
    expect(looksOf(element)).to.eql(looks);
  });

  it('may lie in a document that is never shown meanwhile', async () => {
    const element = await showingStatus(new FakeAgent(STATE));
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);
    document.implementation.createHTMLDocument('').body.append(element);
    home.append(element);
    await element.updateComplete;
    expect(looksOf(element)).to.eql(looks);
  });
});

/** Of everything in the shadow tree, by its class or part, what a style sheet has said about it. */
function looksOf(element: HTMLElement): Record<string, string> {
  const all = [...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  return Object.fromEntries(
    all.map((each, index) => {
      const { color, backgroundColor, borderRadius, display, fontWeight, paddingTop, fill, stroke } =
        getComputedStyle(each);
      const name = each.getAttribute('class') ?? each.getAttribute('part') ?? `${index}`;
      const look = [color, backgroundColor, borderRadius, display, fontWeight, paddingTop, fill, stroke];
      return [name, look.join(' ')];
    }),
  );
}
