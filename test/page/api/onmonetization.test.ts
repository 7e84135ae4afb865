import { expect } from '@open-wc/testing';
import { apply } from '../../../src/page/api/apply.js';
import '../../../src/page/api/globals.js';

describe('the onmonetization event handler', () => {
  let undo: () => void;
  let element: HTMLElement;

  beforeEach(() => {
    undo = apply();
    element = document.createElement('div');
  });
  afterEach(() => undo());

  const targets: Record<string, () => EventTarget & { onmonetization: unknown; onclick: unknown }> = {
    window: () => window,
    document: () => document,
    'an HTML element': () => document.createElement('link'),
    'an SVG element': () => document.createElementNS('http://www.w3.org/2000/svg', 'circle'),
    'a MathML element': () =>
      document.createElementNS('http://www.w3.org/1998/Math/MathML', 'mi') as MathMLElement,
  };
  for (const [name, create] of Object.entries(targets)) {
    it(`works on ${name}`, () => {
      const target = create();
      const received: unknown[] = [];
      expect(target.onmonetization).to.equal(null);
      target.onmonetization = function (this: unknown, event: Event) {
        received.push(this, event.type);
      };
      target.dispatchEvent(new Event('monetization'));
      expect(received).to.eql([target, 'monetization']);
      target.onmonetization = null;
      target.dispatchEvent(new Event('monetization'));
      expect(received).to.have.length(2);
    });
  }

  for (const value of [
    null,
    undefined,
    'x',
    1,
    true,
    Symbol('x'),
    {},
    { handleEvent: () => undefined },
    [],
  ]) {
    it(`handles ${typeof value} ${JSON.stringify(value)} like onclick does`, () => {
      const target: EventTarget & { onclick: unknown; onmonetization: unknown } = element;
      target.onclick = value;
      target.onmonetization = value;
      expect(target.onmonetization).to.equal(target.onclick);
      target.dispatchEvent(new Event('monetization'));
    });
  }

  it('keeps its position among the listeners when it is replaced', () => {
    const order: string[] = [];
    element.onmonetization = () => order.push('first handler');
    element.addEventListener('monetization', () => order.push('listener'));
    element.onmonetization = () => order.push('second handler');
    element.dispatchEvent(new Event('monetization'));
    expect(order).to.eql(['second handler', 'listener']);
  });

  it('loses its position when it is removed in between', () => {
    const order: string[] = [];
    element.onmonetization = () => order.push('handler');
    element.addEventListener('monetization', () => order.push('listener'));
    element.onmonetization = null;
    element.onmonetization = () => order.push('handler');
    element.dispatchEvent(new Event('monetization'));
    expect(order).to.eql(['listener', 'handler']);
  });

  it('is independent of addEventListener with the same function', () => {
    let calls = 0;
    const handler = (): number => calls++;
    element.addEventListener('monetization', handler);
    element.onmonetization = handler;
    element.dispatchEvent(new Event('monetization'));
    expect(calls).to.equal(2);
    element.onmonetization = null;
    element.dispatchEvent(new Event('monetization'));
    expect(calls).to.equal(3);
  });

  it('cancels a cancelable event by returning false', () => {
    element.onmonetization = () => false;
    expect(element.dispatchEvent(new Event('monetization', { cancelable: true }))).to.equal(false);
    element.onmonetization = () => undefined;
    expect(element.dispatchEvent(new Event('monetization', { cancelable: true }))).to.equal(true);
  });

  it('has the descriptor of other event handlers', () => {
    for (const object of [window, Document.prototype, HTMLElement.prototype, SVGElement.prototype]) {
      const descriptor = Object.getOwnPropertyDescriptor(object, 'onmonetization');
      expect(descriptor?.enumerable).to.equal(true);
      expect(descriptor?.configurable).to.equal(true);
      expect(descriptor?.get?.name).to.equal('get onmonetization');
      expect(descriptor?.set?.name).to.equal('set onmonetization');
    }
  });

  it('works again when it is set after document.open(), which removes every listener', async () => {
    const frame = document.createElement('iframe');
    const module = new URL('../../../src/page/api/apply.ts', import.meta.url).href;
    frame.srcdoc = `<script type="module">import { apply } from '${module}'; apply();</script>`;
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve);
      document.body.append(frame);
    });
    const { contentWindow, contentDocument } = frame as unknown as Record<
      'contentWindow' | 'contentDocument',
      typeof window & Document
    >;
    let calls = 0;
    contentWindow.onmonetization = () => (calls += 100);
    contentDocument.open();
    contentDocument.close();
    contentWindow.onmonetization = () => (calls += 1);
    contentWindow.dispatchEvent(new Event('monetization'));
    frame.remove();
    expect(calls).to.equal(1);
  });

  it('rejects an object that is not an event target', () => {
    const { get } = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'onmonetization') ?? {};
    expect(() => get?.call({})).to.throw(TypeError, 'Illegal invocation');
  });
});
