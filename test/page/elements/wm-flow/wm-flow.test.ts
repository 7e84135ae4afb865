import { expect, fixture, html } from '@open-wc/testing';
import type { TraceEntry } from '../../../../src/page/agent/state/state.js';
import type { WmFlow } from '../../../../src/page/elements/wm-flow/wm-flow.js';
import { ENGLISH_FLOW_MESSAGES } from '../../../../src/page/elements/wm-flow/messages.js';
import {
  FAILURE,
  FakeSource,
  FLOW,
  HREF,
  rowsOf,
  renderFlowFixture,
  waitForEntries,
  accessibleTexts,
} from './fake-source.js';
import { waitFor } from '../../../support/wait-for.js';

describe('<wm-flow>', () => {
  it('shows earlier and later entries in order, with text for screen readers', async () => {
    const source = new FakeSource(FLOW);
    const element = await renderFlowFixture(source, 4);
    expect(accessibleTexts(element)).to.eql([
      'Page (agent) to Provider, POST /relay/wallet-addresses, 200 · 15 ms, +0 ms',
      'Provider to Receiver’s wallet, GET wallet address, 200 · 5 ms, +10 ms',
      'Page (agent), load, +20 ms',
      'Page (agent), monetization 0.01 USD, +30 ms',
    ]);
    const begun = source.emit({ name: 'POST /relay/sessions', took: null });
    await waitForEntries(element, 5);
    expect(accessibleTexts(element)[4]).to.include('pending');
    source.emit({ ...begun, took: 1_500, status: 201 });
    await waitFor(() => accessibleTexts(element)[4]?.includes('201 · 1.50 s'));
    expect(rowsOf(element)).to.have.length(5);
  });

  it('shows a hint when there are no entries yet', async () => {
    const element = await renderFlowFixture(new FakeSource(), 0);
    expect(element.renderRoot.querySelector('.empty')?.textContent).to.include('monetization link');
    await expect(element).to.be.accessible();
  });

  it('opens an entry by click or keyboard, with its request and response', async () => {
    const element = await renderFlowFixture(new FakeSource(FLOW), 4);
    const [first, second] = rowsOf(element) as [HTMLButtonElement, HTMLButtonElement];
    first.click();
    await element.updateComplete;
    expect(first.getAttribute('aria-expanded')).to.equal('true');
    expect(detailsOf(element)).to.include(`"walletAddress": "${HREF}"`).and.include('no body');

    press(first, 'ArrowDown');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(second);
    expect(rowsOf(element).map(({ tabIndex }) => tabIndex)).to.eql([-1, 0, -1, -1]);
    // Enter on a button fires a click.
    second.click();
    await element.updateComplete;
    expect(detailsOf(element)).to.include('its currency and its servers').and.include(`"id": "${HREF}"`);
    await expect(element).to.be.accessible();
    press(second, 'End');
    expect(element.shadowRoot?.activeElement).to.equal(rowsOf(element)[3]);
    press(rowsOf(element)[3] as HTMLElement, 'Escape');
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.details')).to.equal(null);
  });

  it('shows the error and its fix at the entry', async () => {
    const element = await renderFlowFixture(new FakeSource([...FLOW, FAILURE]), 5);
    const note = rowsOf(element)[4]?.parentElement?.querySelector('.note');
    expect(note?.textContent?.replace(/\s+/g, ' ').trim()).to.equal(
      'wallet-address-not-found It is unknown. Fix: Check the spelling of the href.',
    );
    await expect(element).to.be.accessible();
  });

  it('filters by link, and keeps the common entries', async () => {
    const element = await renderFlowFixture(new FakeSource([{}, ...FLOW, FAILURE]), 6);
    const choice = element.renderRoot.querySelector('select') as HTMLSelectElement;
    choice.value = HREF;
    choice.dispatchEvent(new Event('change'));
    await waitForEntries(element, 5);
    expect(accessibleTexts(element).join()).not.to.include('422');
  });

  it('shows entries of the same millisecond in the order of the flow', async () => {
    const at = 0;
    const names = [
      'POST /relay/sessions',
      'POST grant',
      'POST incoming payment',
      'POST quote',
      'monetization',
    ];
    const past = names.map((name): Partial<TraceEntry> => ({ name, at, to: 'receiver' }));
    const element = await renderFlowFixture(new FakeSource(past.reverse()), 5);
    const shown = JSON.parse(JSON.stringify(element)) as { entries: TraceEntry[] };
    expect(shown.entries.map(({ name }) => name)).to.eql(names);
  });

  it('keeps the newest 200 entries', async () => {
    const source = new FakeSource();
    const element = await renderFlowFixture(source, 0);
    for (let index = 0; index < 500; index++) source.emit({ name: `call ${index}` });
    await waitForEntries(element, 200);
    expect(accessibleTexts(element)[0]).to.include('call 300');
  });

  it('renders at most four times a second, and scrolls to the end only while it is visible', async () => {
    const source = new FakeSource();
    const element = await renderFlowFixture(source, 0);
    let drawn = 0;
    const requestUpdate = element.requestUpdate.bind(element);
    element.requestUpdate = (...change) => {
      drawn++;
      requestUpdate(...change);
    };
    for (let index = 0; index < 50; index++) source.emit({});
    await waitForEntries(element, 50);
    expect(drawn).to.equal(1);

    const view = element.renderRoot.querySelector('.view') as HTMLElement;
    expect(view.scrollTop).to.be.greaterThan(0);
    view.scrollTop = 0;
    source.emit({});
    await waitForEntries(element, 51);
    expect(view.scrollTop).to.equal(0);
  });

  it('is mirrored from right to left', async () => {
    const element = await renderFlowFixture(new FakeSource(FLOW), 4);
    element.messages = { ...ENGLISH_FLOW_MESSAGES, lang: 'ar', dir: 'rtl' };
    await element.updateComplete;
    const line = element.renderRoot.querySelector('.request');
    expect([line?.getAttribute('x1'), line?.getAttribute('x2')]).to.eql(['87.5%', '62.5%']);
  });

  it('shows hostile or invalid input safely', async () => {
    const name = `<img src=x onerror=alert(1)>\u0001\u202e${'a'.repeat(10_000)}`;
    const wrong: Partial<TraceEntry>[] = [
      {
        name,
        href: 'javascript:alert(1)',
        request: { publicName: name },
        error: { code: name, message: name, fix: name },
      },
      { at: NaN, took: -1, from: 'nobody' as 'agent', to: 'nowhere' as 'page', response: null },
      {
        name: undefined as unknown as string,
        request: { amountSent: { currency: name, value: '1'.repeat(20) } },
      },
      { at: -1e18, took: Infinity, status: 'x' as unknown as number, response: [[[]]] },
    ];
    const element = await renderFlowFixture(new FakeSource(wrong), 4);
    for (const row of rowsOf(element)) {
      row.click();
      await element.updateComplete;
    }
    expect(element.renderRoot.querySelector('img')).to.equal(null);
    expect(accessibleTexts(element).join()).not.to.include('\u202e');
    expect(element.toSvg()).not.to.include('<img');
    const svg = new DOMParser().parseFromString(element.toSvg(), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).to.equal(null);
    expect(element.renderRoot.textContent).not.to.include('\u202e');
  });

  it('leaves nothing behind when it is removed during an update, and continues when it is inserted again', async () => {
    const source = new FakeSource();
    const element = await renderFlowFixture(source, 0);
    source.emit({});
    const parent = element.parentElement as HTMLElement;
    element.remove();
    source.emit({});
    await element.updateComplete;
    expect(rowsOf(element)).to.have.length(0);
    parent.append(element);
    source.emit({});
    await waitForEntries(element, 1);
  });

  it('has no style element or attribute, as a strict policy requires', async () => {
    const { shadowRoot } = await renderFlowFixture(new FakeSource([...FLOW, FAILURE]), 5);
    expect(shadowRoot?.querySelector('style, [style], script')).to.equal(null);
  });

  it('shows later entries if the source fails to return the earlier ones', async () => {
    const rejections: unknown[] = [];
    const onRejection = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      rejections.push(event.reason);
    };
    addEventListener('unhandledrejection', onRejection);
    const source = new FakeSource();
    source.trace = () => Promise.reject(new Error('no trace'));
    const element = await renderFlowFixture(source, 0);
    source.emit({});
    await waitForEntries(element, 1);
    removeEventListener('unhandledrejection', onRejection);
    expect(rejections).to.eql([]);
  });

  it('shows nothing, without errors, with an agent that keeps no trace', async () => {
    const element = await fixture<WmFlow>(html`<wm-flow .source=${new EventTarget()}></wm-flow>`);
    expect(element.renderRoot.querySelector('.empty')).not.to.equal(null);
  });
});

describe('a saved flow', () => {
  it('is plain JSON', async () => {
    const element = await renderFlowFixture(new FakeSource([...FLOW, FAILURE]), 5);
    const saved = JSON.parse(JSON.stringify(element)) as { page: string; entries: TraceEntry[] };
    expect(saved.page).to.equal(location.href);
    expect(saved.entries.map(({ name }) => name).at(-1)).to.equal(FAILURE.name);
  });

  it('is a self-contained SVG', async () => {
    const element = await renderFlowFixture(new FakeSource([...FLOW, FAILURE]), 5);
    const text = element.toSvg();
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).to.equal(null);
    expect(parsed.documentElement.textContent)
      .to.include('monetization 0.01 USD')
      .and.include('Check the spelling');
    expect(text).not.to.match(/<!--|href=|url\(/);

    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    await image.decode();
    expect(image.naturalWidth).to.equal(960);
    expect(image.naturalHeight).to.be.greaterThan(300);
  });
});

function press(target: HTMLElement, key: string): void {
  target.focus();
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

function detailsOf(element: WmFlow): string {
  return element.renderRoot.querySelector('.details')?.textContent ?? '';
}
