import { expect } from '@open-wc/testing';
import { apply, isSupported } from '../../../src/page/api/apply.js';
import { MonetizationEvent } from '../../../src/page/api/monetization-event.js';
import '../../../src/page/api/globals.js';

const INIT = {
  amountSent: { currency: 'EUR', value: '0.50' },
  incomingPayment: 'https://wallet.example/incoming/1',
  walletAddress: 'https://wallet.example/alice',
};

const APPLY = new URL('../../../src/page/api/apply.ts', import.meta.url).href;

describe('a hostile page', () => {
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  it('with getters on Object.prototype before us gets every member, and has every one removed', async () => {
    const frame = document.createElement('iframe');
    restore = () => frame.remove();
    frame.srcdoc = `<script>
        Object.assign(window, { result: [], onerror: (message) => result.push(message) });
        for (const key of ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'body', 'listener']) {
          Object.defineProperty(Object.prototype, key, {
            __proto__: null,
            get() { return true; },
            set(value) { Reflect.defineProperty(this, key, { __proto__: null, value }); },
          });
        }
        const members = () => [window, Document.prototype, HTMLElement.prototype, SVGElement.prototype, MathMLElement.prototype]
          .flatMap((object) => Reflect.ownKeys(object).map(String).filter((name) => name.includes('onetization'))).join() + DOMTokenList.prototype.supports;
      </script>
      <script type="module">
        import { apply, isSupported } from '${APPLY}';
        result.push(isSupported());
        const before = members();
        const undo = apply();
        document.body.onmonetization = (event) => result.push(event.amountSent.value, Object.keys(window).includes('MonetizationEvent'));
        document.body.dispatchEvent(new MonetizationEvent('monetization', ${JSON.stringify(INIT)}));
        result.push(isSupported());
        undo();
        result.push(isSupported(), members() === before);
      </script>`;
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve);
      document.body.append(frame);
    });
    const { result } = frame.contentWindow as unknown as Record<string, unknown[]>;
    expect(result).to.eql([false, '0.50', false, true, false, true]);
  });

  const replaced: Record<string, [object, PropertyKey]> = {
    Event: [window, 'Event'],
    EventTarget: [window, 'EventTarget'],
    'EventTarget.prototype.addEventListener': [EventTarget.prototype, 'addEventListener'],
    'EventTarget.prototype.removeEventListener': [EventTarget.prototype, 'removeEventListener'],
    setTimeout: [window, 'setTimeout'],
    fetch: [window, 'fetch'],
    'Promise.prototype.then': [Promise.prototype, 'then'],
    'Array.prototype[Symbol.iterator]': [Array.prototype, Symbol.iterator],
    'Object.defineProperty': [Object, 'defineProperty'],
    Reflect: [window, 'Reflect'],
  };
  for (const [name, [target, key]] of Object.entries(replaced)) {
    it(`that replaces ${name} after us still gets its events, and can undo us`, () => {
      const undo = apply();
      const received: unknown[] = [];
      const note = (event: MonetizationEvent): number =>
        received.push(event.amountSent.value, event.assetScale);
      const link = document.createElement('link');
      link.setAttribute('onmonetization', 'this.title = event.incomingPayment');
      document.head.append(link);
      const fire = (): unknown =>
        link.dispatchEvent(
          new MonetizationEvent('monetization', { ...INIT, bubbles: true, assetScale: 258 }),
        );

      restore = putInPlaceOf(target, key);
      try {
        window.onmonetization = note;
        fire();
        window.onmonetization = null;
        fire();
        received.push(isSupported(), link.relList.supports('MONETIZATION'));
        undo();
        received.push(isSupported(), 'onmonetization' in document);
      } finally {
        restore();
        undo();
        link.remove();
      }
      expect(received).to.eql(['0.50', 2, true, true, false, false]);
      expect(link.title).to.equal(INIT.incomingPayment);
    });
  }

  it('with a non-extensible interface gets the other members', () => {
    Object.preventExtensions(MathMLElement.prototype);
    const undo = apply();
    expect([isSupported(), 'onmonetization' in MathMLElement.prototype]).to.eql([true, false]);
    undo();
    expect(isSupported()).to.equal(false);
  });
});

/** Makes a global throw on any use. Returns a function that restores it. */
function putInPlaceOf(target: object, key: PropertyKey): () => void {
  const { defineProperty } = Reflect;
  const former = Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor;
  const value = (): never => {
    throw new Error(`${String(key)} is the page's`);
  };
  defineProperty(target, key, { value, configurable: true, writable: true });
  return () => void defineProperty(target, key, former);
}
