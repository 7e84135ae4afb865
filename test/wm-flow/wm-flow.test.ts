import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { TraceEntry } from '../../src/agent/state.js';
import type { WmFlow } from '../../src/wm-flow/wm-flow.js';
import { ENGLISH } from '../../src/wm-flow/words.js';
import { FAILURE, FakeSource, FLOW, HREF, rowsOf, showing, shows, spokenBy } from './fake-source.js';

describe('<wm-flow>', () => {
  it('shows what happened before it was there, and what happens then, in order and for a screen reader', async () => {
    const source = new FakeSource(FLOW);
    const element = await showing(source, 4);
    expect(spokenBy(element)).to.eql([
      'Page (agent) to Provider, POST /relay/wallet-addresses, 200 · 15 ms, +0 ms',
      'Provider to Receiver’s wallet, GET wallet address, 200 · 5 ms, +10 ms',
      'Page (agent), load, +20 ms',
      'Page (agent), monetization 0.01 USD, +30 ms',
    ]);
    const begun = source.tell({ name: 'POST /relay/sessions', took: null });
    await shows(element, 5);
    expect(spokenBy(element)[4]).to.include('under way');
    source.tell({ ...begun, took: 1_500, status: 201 });
    await waitUntil(() => spokenBy(element)[4]?.includes('201 · 1.50 s'));
    expect(rowsOf(element)).to.have.length(5);
  });

  it('says when there is nothing yet', async () => {
    const element = await showing(new FakeSource(), 0);
    expect(element.renderRoot.querySelector('.empty')?.textContent).to.include('monetization link');
    await expect(element).to.be.accessible();
  });

  it('opens an entry by a click or by the keyboard, with what was sent and answered', async () => {
    const element = await showing(new FakeSource(FLOW), 4);
    const [first, second] = rowsOf(element) as [HTMLButtonElement, HTMLButtonElement];
    first.click();
    await element.updateComplete;
    expect(first.getAttribute('aria-expanded')).to.equal('true');
    expect(detailsOf(element)).to.include(`"walletAddress": "${HREF}"`).and.include('no body');

    press(first, 'ArrowDown');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(second);
    expect(rowsOf(element).map(({ tabIndex }) => tabIndex)).to.eql([-1, 0, -1, -1]);
    // What Enter does on a button.
    second.click();
    await element.updateComplete;
    expect(detailsOf(element))
      .to.include('currency and where its servers are')
      .and.include(`"id": "${HREF}"`);
    await expect(element).to.be.accessible();
    press(second, 'End');
    expect(element.shadowRoot?.activeElement).to.equal(rowsOf(element)[3]);
    press(rowsOf(element)[3] as HTMLElement, 'Escape');
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.details')).to.equal(null);
  });

  it('says at the entry what went wrong, and what to do about it', async () => {
    const element = await showing(new FakeSource([...FLOW, FAILURE]), 5);
    const note = rowsOf(element)[4]?.parentElement?.querySelector('.note');
    expect(note?.textContent?.replace(/\s+/g, ' ').trim()).to.equal(
      'wallet-address-not-found It is unknown. Fix: Check the spelling of the href.',
    );
    await expect(element).to.be.accessible();
  });

  it('shows one link alone, with what concerns all of them', async () => {
    const element = await showing(new FakeSource([{}, ...FLOW, FAILURE]), 6);
    const choice = element.renderRoot.querySelector('select') as HTMLSelectElement;
    choice.value = HREF;
    choice.dispatchEvent(new Event('change'));
    await shows(element, 5);
    expect(spokenBy(element).join()).not.to.include('422');
  });

  it('shows what happened within one millisecond in the order of the flow, whoever told it first', async () => {
    const at = 0;
    const names = [
      'POST /relay/sessions',
      'POST grant',
      'POST incoming payment',
      'POST quote',
      'monetization',
    ];
    const past = names.map((name): Partial<TraceEntry> => ({ name, at, to: 'receiver' }));
    const element = await showing(new FakeSource(past.reverse()), 5);
    const shown = JSON.parse(JSON.stringify(element)) as { entries: TraceEntry[] };
    expect(shown.entries.map(({ name }) => name)).to.eql(names);
  });

  it('keeps the last 200, whatever comes', async () => {
    const source = new FakeSource();
    const element = await showing(source, 0);
    for (let index = 0; index < 500; index++) source.tell({ name: `call ${index}` });
    await shows(element, 200);
    expect(spokenBy(element)[0]).to.include('call 300');
  });

  it('draws four times a second at most, once when much happens, and follows the end only while it is seen', async () => {
    const source = new FakeSource();
    const element = await showing(source, 0);
    let drawn = 0;
    const requestUpdate = element.requestUpdate.bind(element);
    element.requestUpdate = (...change) => {
      drawn++;
      requestUpdate(...change);
    };
    for (let index = 0; index < 50; index++) source.tell({});
    await shows(element, 50);
    expect(drawn).to.equal(1);

    const view = element.renderRoot.querySelector('.view') as HTMLElement;
    expect(view.scrollTop).to.be.greaterThan(0);
    view.scrollTop = 0;
    source.tell({});
    await shows(element, 51);
    expect(view.scrollTop).to.equal(0);
  });

  it('is the same from right to left, mirrored', async () => {
    const element = await showing(new FakeSource(FLOW), 4);
    element.words = { ...ENGLISH, lang: 'ar', dir: 'rtl' };
    await element.updateComplete;
    const line = element.renderRoot.querySelector('.there');
    expect([line?.getAttribute('x1'), line?.getAttribute('x2')]).to.eql(['87.5%', '62.5%']);
  });

  it('shows what is hostile or wrong safely', async () => {
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
    const element = await showing(new FakeSource(wrong), 4);
    for (const row of rowsOf(element)) {
      row.click();
      await element.updateComplete;
    }
    expect(element.renderRoot.querySelector('img')).to.equal(null);
    expect(spokenBy(element).join()).not.to.include('\u202e');
    expect(element.toSvg()).not.to.include('<img');
    const svg = new DOMParser().parseFromString(element.toSvg(), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).to.equal(null);
    expect(element.renderRoot.textContent).not.to.include('\u202e');
  });

  it('leaves nothing behind when it is removed while something happens, and goes on when it is put back', async () => {
    const source = new FakeSource();
    const element = await showing(source, 0);
    source.tell({});
    const parent = element.parentElement as HTMLElement;
    element.remove();
    source.tell({});
    await element.updateComplete;
    expect(rowsOf(element)).to.have.length(0);
    parent.append(element);
    source.tell({});
    await shows(element, 1);
  });

  it('has no style element nor attribute, as a strict policy wants it', async () => {
    const { shadowRoot } = await showing(new FakeSource([...FLOW, FAILURE]), 5);
    expect(shadowRoot?.querySelector('style, [style], script')).to.equal(null);
  });

  it('shows nothing, and fails at nothing, beside an agent that keeps no trace', async () => {
    const element = await fixture<WmFlow>(html`<wm-flow .source=${new EventTarget()}></wm-flow>`);
    expect(element.renderRoot.querySelector('.empty')).not.to.equal(null);
  });
});

describe('a saved flow', () => {
  it('is JSON that anybody reads', async () => {
    const element = await showing(new FakeSource([...FLOW, FAILURE]), 5);
    const saved = JSON.parse(JSON.stringify(element)) as { page: string; entries: TraceEntry[] };
    expect(saved.page).to.equal(location.href);
    expect(saved.entries.map(({ name }) => name).at(-1)).to.equal(FAILURE.name);
  });

  it('is a picture that needs nothing around it', async () => {
    const element = await showing(new FakeSource([...FLOW, FAILURE]), 5);
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
