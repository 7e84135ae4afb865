import { expect, nextFrame } from '@open-wc/testing';
import { WmStatus } from '../../src/wm-status/wm-status.js';
import { FakeAgent, showing, textOf } from './fake-agent.js';

describe('<wm-status> and its source', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, 'monetization');
  });

  it('follows each change of the state', async () => {
    const agent = new FakeAgent({ status: 'connecting' });
    const element = await showing(agent);

    agent.become({ status: 'ready' });
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Ready');
  });

  it('reads document.monetization by itself', async () => {
    setDocumentMonetization(new FakeAgent({ status: 'out-of-funds' }));
    const element = await showing();

    expect(textOf(element, '[part=state]')).to.equal('Out of funds');
  });

  it('finds a document.monetization that appears before the window is loaded', async () => {
    const element = await showing();
    setDocumentMonetization(new FakeAgent({ status: 'not-connected' }));

    window.dispatchEvent(new Event('load'));
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Not connected');
  });

  it('finds a document.monetization that appears later, and lets go of one that disappears', async () => {
    const element = await showing();
    setDocumentMonetization(new FakeAgent({ status: 'ready' }));
    document.dispatchEvent(new Event('agentstatesourcechange'));
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Ready');

    Reflect.deleteProperty(document, 'monetization');
    document.dispatchEvent(new Event('agentstatesourcechange'));
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Not available');
  });

  it('takes a document.monetization without agentState for no agent', async () => {
    setDocumentMonetization(new EventTarget());
    const element = await showing();

    expect(textOf(element, '[part=state]')).to.equal('Not available');
  });

  it('leaves the old source when it gets a new one', async () => {
    const old = new FakeAgent({ status: 'connecting' });
    const element = await showing(old);
    element.source = new FakeAgent({ status: 'ready' });
    await element.updateComplete;
    let updates = 0;
    element.requestUpdate = () => void updates++;

    old.become({ status: 'error' });

    expect(textOf(element, '[part=state]')).to.equal('Ready');
    expect(updates).to.equal(0);
  });

  it('stops listening when it is removed and catches up when it is back', async () => {
    const agent = new FakeAgent({ status: 'connecting' });
    const element = await showing(agent);
    const parent = element.parentElement as HTMLElement;

    element.remove();
    agent.become({ status: 'ready' });
    await nextFrame();
    expect(textOf(element, '[part=state]')).to.equal('Connecting…');

    parent.append(element);
    await element.updateComplete;
    expect(textOf(element, '[part=state]')).to.equal('Ready');
  });

  it('takes a source that was assigned before the element was defined', async () => {
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
