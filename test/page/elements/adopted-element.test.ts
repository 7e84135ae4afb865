import { expect } from '@open-wc/testing';
import type { AgentState } from '../../../src/page/agent/state/state.js';
import {
  FLOW,
  FakeSource,
  rowsOf,
  renderFlowFixture as showingFlow,
  waitForEntries,
} from './wm-flow/fake-source.js';
import {
  CONNECTION,
  FakeAgent,
  SESSION,
  renderStatusFixture as showingStatus,
  textOf,
} from './wm-status/support/fake-agent.js';
import { openFrame, removeFrames } from './support/open-document.js';
import { waitFor } from '../../support/wait-for.js';

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

  it('<wm-status> keeps its look, SANDBOX label and panel there and after its return', async () => {
    const agent = new FakeAgent(STATE);
    const element = await showingStatus(agent);
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);
    expect(looks['sandbox']).to.include('rgb(255, 217, 120)');

    const there = await openFrame();
    there.body.append(element);
    expect(looksOf(element)).to.eql(looks);

    agent.setState({ status: 'paused', pausedBy: 'visitor' });
    await waitFor(() => textOf(element, '[part=state]') === 'Paused');
    agent.setState(STATE);
    await waitFor(() => textOf(element, '[part=state]') === 'Streaming');
    expect(looksOf(element)).to.eql(looks);

    home.append(element);
    expect(looksOf(element)).to.eql(looks);
  });

  it('<wm-status> has its styles there when it is moved before the first rendering', async () => {
    const agent = new FakeAgent(STATE);
    const looks = looksOf(await showingStatus(agent));
    const element = document.createElement('wm-status');
    element.source = agent;
    document.body.append(element);
    (await openFrame()).body.append(element);
    await waitFor(() => textOf(element, '[part=state]') === 'Streaming');
    expect(looksOf(element)).to.eql(looks);
  });

  it('<wm-flow> keeps its look there and after its return', async () => {
    const source = new FakeSource(FLOW);
    const element = await showingFlow(source, 4);
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);

    (await openFrame()).body.append(element);
    await waitForEntries(element, 4);
    expect(looksOf(element)).to.eql(looks);
    source.emit({ name: 'POST /relay/sessions' });
    await waitForEntries(element, 5);
    expect(getComputedStyle(rowsOf(element)[4] as Element).display).to.equal(
      getComputedStyle(rowsOf(element)[3] as Element).display,
    );

    home.append(element);
    await waitForEntries(element, 4);
    expect(looksOf(element)).to.eql(looks);
  });

  it('can be in a document that is never shown', async () => {
    const element = await showingStatus(new FakeAgent(STATE));
    const home = element.parentElement as HTMLElement;
    const looks = looksOf(element);
    document.implementation.createHTMLDocument('').body.append(element);
    home.append(element);
    await element.updateComplete;
    expect(looksOf(element)).to.eql(looks);
  });
});

/** The computed styles of every element in the shadow tree, by class or part. */
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
