import { expect } from '@open-wc/testing';
import type { WmFlow } from '../../../src/page/elements/wm-flow/wm-flow.js';
import type { WmStatus } from '../../../src/page/elements/wm-status/wm-status.js';
import { FLOW, FakeSource, rowsOf, waitForEntries } from './wm-flow/fake-source.js';
import { CONNECTION, FakeAgent, find, SESSION, textOf } from './wm-status/support/fake-agent.js';
import { openXhtml, removeFrames } from './support/open-document.js';
import { waitFor } from '../../support/wait-for.js';

describe('an XHTML page', () => {
  afterEach(removeFrames);

  it('renders <wm-status> with its panel at each change of the state', async () => {
    const { window: page, reportedErrors } = await openXhtml();
    const element = page.document.querySelector('wm-status') as WmStatus;
    const agent = new FakeAgent({ status: 'connecting', sandbox: true, connection: CONNECTION });
    element.source = agent;
    await waitFor(() => textOf(element, '[part=state]') === 'Connecting…');
    for (const status of ['ready', 'streaming', 'out-of-funds'] as const) {
      agent.setState({ status, sessions: [SESSION] });
      await element.updateComplete;
    }
    expect(textOf(element, '[part=state]')).to.equal('Out of funds');
    expect(textOf(element, '[part=budget]')).to.include('$5.00');
    expect(find(element, 'button')?.namespaceURI).to.equal('http://www.w3.org/1999/xhtml');
    expect(getComputedStyle(find(element, '.sandbox') as Element).backgroundColor).to.equal(
      'rgb(255, 217, 120)',
    );
    expect(reportedErrors).to.eql([]);
  });

  it('renders <wm-flow> with its details and the saved picture', async () => {
    const { window: page, reportedErrors } = await openXhtml();
    const element = page.document.querySelector('wm-flow') as WmFlow;
    element.source = new FakeSource(FLOW);
    await waitForEntries(element, 4);
    rowsOf(element)[0]?.click();
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.details')?.textContent).to.include('walletAddress');
    expect(element.toSvg()).to.match(/^<svg.*<rect class="paper"/s);
    expect(reportedErrors).to.eql([]);
  });

  it('keeps a createElement that its scripts have assigned to the document', async () => {
    const { window: page } = await openXhtml();
    const { document } = page;
    const native = document.createElement.bind(document);
    const made: string[] = [];
    document.createElement = ((name: string) => {
      made.push(name);
      return native(name);
    }) as typeof native;
    const own = document.createElement;
    const element = native('wm-status') as WmStatus;
    element.source = new FakeAgent({ status: 'ready' });
    document.body.append(element);
    await waitFor(() => textOf(element, '[part=state]') === 'Ready');
    expect(document.createElement).to.equal(own);
  });
});
