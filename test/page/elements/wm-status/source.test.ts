import { expect, nextFrame } from '@open-wc/testing';
import { WmStatus } from '../../../../src/page/elements/wm-status/wm-status.js';
import { FakeAgent, renderStatusFixture, textOf } from './support/fake-agent.js';

describe('<wm-status> and its source', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, 'monetization');
  });

  it('follows each change of the state', async () => {
    const agent = new FakeAgent({ status: 'connecting' });
    const element = await renderStatusFixture(agent);

    agent.setState({ status: 'ready' });
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Ready');
  });

  it('reads document.monetization by default', async () => {
    setDocumentMonetization(new FakeAgent({ status: 'out-of-funds' }));
    const element = await renderStatusFixture();

    expect(textOf(element, '[part=state]')).to.equal('Out of funds');
  });

  it('finds a document.monetization that appears before the window is loaded', async () => {
    const element = await renderStatusFixture();
    setDocumentMonetization(new FakeAgent({ status: 'not-connected' }));

    window.dispatchEvent(new Event('load'));
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Not connected');
  });

  it('finds a document.monetization that appears later, and releases one that disappears', async () => {
    const element = await renderStatusFixture();
    setDocumentMonetization(new FakeAgent({ status: 'ready' }));
    document.dispatchEvent(new Event('agentstatesourcechange'));
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Ready');

    Reflect.deleteProperty(document, 'monetization');
    document.dispatchEvent(new Event('agentstatesourcechange'));
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Not available');
  });

  it('treats a document.monetization without agentState as no agent', async () => {
    setDocumentMonetization(new EventTarget());
    const element = await renderStatusFixture();

    expect(textOf(element, '[part=state]')).to.equal('Not available');
  });

  it('releases the old source when it gets a new one', async () => {
    const old = new FakeAgent({ status: 'connecting' });
    const element = await renderStatusFixture(old);
    element.source = new FakeAgent({ status: 'ready' });
    await element.updateComplete;
    let updates = 0;
    element.requestUpdate = () => void updates++;

    old.setState({ status: 'error' });

    expect(textOf(element, '[part=state]')).to.equal('Ready');
    expect(updates).to.equal(0);
  });

  it('stops listening when it is removed, and updates when it is inserted again', async () => {
    const agent = new FakeAgent({ status: 'connecting' });
    const element = await renderStatusFixture(agent);
    const parent = element.parentElement as HTMLElement;

    element.remove();
    agent.setState({ status: 'ready' });
    await nextFrame();
    expect(textOf(element, '[part=state]')).to.equal('Connecting…');

    parent.append(element);
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Ready');
  });

  it('uses a source that was assigned before the element was defined', async () => {
    const element = document.createElement('wm-status-late') as WmStatus;
    element.source = new FakeAgent({ status: 'ready' });
    document.body.append(element);
    customElements.define('wm-status-late', class extends WmStatus {});
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Ready');
    element.remove();
  });
});

function setDocumentMonetization(value: EventTarget): void {
  Object.defineProperty(document, 'monetization', { value, configurable: true });
}
