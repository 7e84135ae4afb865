import { expect } from '@open-wc/testing';
import { apply, isPolyfilled, isSupported } from '../../../src/page/api/apply.js';
import '../../../src/page/api/globals.js';

describe('apply() and its undo function', () => {
  let undo: () => void = () => undefined;

  afterEach(() => undo());

  const patched = (): [object, string][] => [
    [globalThis, 'MonetizationEvent'],
    [globalThis, 'MonetizationCurrencyAmount'],
    [globalThis, 'onmonetization'],
    [Document.prototype, 'onmonetization'],
    [HTMLElement.prototype, 'onmonetization'],
    [SVGElement.prototype, 'onmonetization'],
    [MathMLElement.prototype, 'onmonetization'],
    [DOMTokenList.prototype, 'supports'],
    [HTMLLinkElement.prototype, 'relList'],
  ];

  it('add support, and restore every descriptor', () => {
    const descriptors = (): unknown[] => patched().map(([o, key]) => Object.getOwnPropertyDescriptor(o, key));
    const before = descriptors();
    expect([isSupported(), isPolyfilled()]).to.eql([false, false]);
    undo = apply();
    expect([isSupported(), isPolyfilled()]).to.eql([true, true]);
    undo();
    expect([isSupported(), isPolyfilled()]).to.eql([false, false]);
    expect(descriptors()).to.eql(before);
    undo();
    expect(descriptors()).to.eql(before);
  });

  it('do nothing the second time', () => {
    undo = apply();
    const { supports } = DOMTokenList.prototype;
    apply()();
    expect(DOMTokenList.prototype.supports).to.equal(supports);
    expect(isSupported()).to.equal(true);
  });

  it('add only the two interfaces and the handler as globals, and no enumerable interface', () => {
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    undo = apply();
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
    expect(added.sort()).to.eql(['MonetizationCurrencyAmount', 'MonetizationEvent', 'onmonetization']);
    expect(Object.keys(globalThis)).not.to.include('MonetizationEvent');
  });

  it('keep an existing member', () => {
    class MonetizationEvent extends Event {}
    Object.defineProperty(globalThis, 'MonetizationEvent', { value: MonetizationEvent, configurable: true });
    undo = apply();
    expect(globalThis.MonetizationEvent).to.equal(MonetizationEvent);
    expect(globalThis.MonetizationCurrencyAmount).to.be.a('function');
    undo();
    expect(globalThis.MonetizationEvent).to.equal(MonetizationEvent);
    Reflect.deleteProperty(globalThis, 'MonetizationEvent');
  });

  it('add all members of one kind, or none if one of them exists', () => {
    const theirs = { get: () => null, configurable: true };
    Object.defineProperty(HTMLElement.prototype, 'onmonetization', theirs);
    undo = apply();
    const get = (object: object): unknown => Object.getOwnPropertyDescriptor(object, 'onmonetization')?.get;
    expect(get(HTMLElement.prototype)).to.equal(theirs.get);
    expect(get(SVGElement.prototype)).to.be.a('function');
    undo();
    expect(get(HTMLElement.prototype)).to.equal(theirs.get);
    expect(get(SVGElement.prototype)).to.equal(undefined);
    Reflect.deleteProperty(HTMLElement.prototype, 'onmonetization');
  });

  it('do not undo a later replacement', () => {
    const descriptor = Object.getOwnPropertyDescriptor(DOMTokenList.prototype, 'supports') ?? {};
    undo = apply();
    const other = (): boolean => true;
    Object.defineProperty(DOMTokenList.prototype, 'supports', { ...descriptor, value: other });
    undo();
    expect(DOMTokenList.prototype.supports).to.equal(other);
    Object.defineProperty(DOMTokenList.prototype, 'supports', descriptor);
  });
});
