import { expect } from '@open-wc/testing';
import { apply } from '../../src/page-api/apply.js';
import '../../src/page-api/globals.js';
import { skipWhereItCannotWork } from '../support/engine-limits.js';

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** What the attributes' scripts write. */
const heard: unknown[] = [];
Object.assign(window, { heard });

describe('extensions to GlobalEventHandlers: the onmonetization content attribute', () => {
  let undo: () => void;
  let main: HTMLElement;

  beforeEach(() => {
    undo = apply();
    heard.length = 0;
    main = document.createElement('main');
    document.body.append(main);
  });
  afterEach(() => {
    main.remove();
    undo();
  });

  const fire = (target: EventTarget, init: EventInit = { bubbles: true }): boolean =>
    target.dispatchEvent(new Event('monetization', init));

  const put = (markup: string): HTMLElement => {
    main.innerHTML = markup;
    return main.firstElementChild as HTMLElement;
  };

  for (const [name, markup] of [
    ['an HTML element', '<p onmonetization="heard.push(this, event.type)"></p>'],
    ['a link', '<link onmonetization="heard.push(this, event.type)">'],
    ['an SVG element', '<svg onmonetization="heard.push(this, event.type)"></svg>'],
    ['a MathML element', '<math onmonetization="heard.push(this, event.type)"></math>'],
    ['an element that writes it in capitals', '<p ONMONETIZATION="heard.push(this, event.type)"></p>'],
  ] as const) {
    it(`works on ${name}`, () => {
      const element = put(markup);
      fire(element);
      expect(heard).to.eql([element, 'monetization']);
    });
  }

  it('works in a fragment, a wrapper, and on <body>, whose handler is not that of window', () => {
    const fragment = document
      .createRange()
      .createContextualFragment('<section><div onmonetization="heard.push(1)"><i></i></div></section>');
    main.append(fragment);
    document.body.setAttribute('onmonetization', 'heard.push(2)');
    fire(main.querySelector('i') as Element);
    expect(window.onmonetization).to.equal(null);
    expect(document.body.onmonetization).to.be.a('function');
    document.body.removeAttribute('onmonetization');
    expect(heard).to.eql([1, 2]);
  });

  it('hears what does not bubble at the element only', () => {
    put('<p onmonetization="heard.push(1)"><i onmonetization="heard.push(2)"></i></p>');
    fire(main.querySelector('i') as Element, {});
    expect(heard).to.eql([2]);
  });

  it('goes with the attribute: changed, removed, set again', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    fire(element);
    element.setAttribute('onmonetization', 'heard.push(2)');
    fire(element);
    element.removeAttribute('onmonetization');
    fire(element);
    expect(element.onmonetization).to.equal(null);
    element.setAttribute('onmonetization', 'heard.push(3)');
    fire(element);
    expect(heard).to.eql([1, 2, 3]);
  });

  it('is read without an event, once compiled stays the same, and works outside of the document from then on', () => {
    const element = document.createElement('p');
    element.setAttribute('onmonetization', 'heard.push(1)');
    const handler = element.onmonetization;
    expect(handler).to.be.a('function');
    expect(element.onmonetization).to.equal(handler);
    fire(element);
    expect(heard).to.eql([1]);
  });

  it('shares its place with the property: the later of the two holds', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    element.onmonetization = () => heard.push(2);
    fire(element);
    element.setAttribute('onmonetization', 'heard.push(3)');
    fire(element);
    element.onmonetization = null;
    fire(element);
    expect(element.getAttribute('onmonetization')).to.equal('heard.push(3)');
    element.onmonetization = () => heard.push(4);
    fire(element);
    element.removeAttribute('onmonetization');
    fire(element);
    expect(heard).to.eql([2, 3, 4]);
  });

  it('keeps its place among the listeners when it changes', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    fire(element);
    element.addEventListener('monetization', () => heard.push('listener'));
    element.setAttribute('onmonetization', 'heard.push(2)');
    fire(element);
    expect(heard).to.eql([1, 2, 'listener']);
  });

  it('takes up a change that a listener makes while the event is on its way', () => {
    const element = put('<p onmonetization="heard.push(1)"><i></i></p>');
    const inner = element.firstElementChild as HTMLElement;
    inner.addEventListener('monetization', () => element.setAttribute('onmonetization', 'heard.push(2)'), {
      once: true,
    });
    fire(inner);
    inner.addEventListener('monetization', () => element.removeAttribute('onmonetization'));
    fire(inner);
    expect(heard).to.eql([2]);
  });

  it('cancels a cancelable event by returning false', () => {
    expect(fire(put('<p onmonetization="return false"></p>'), { cancelable: true })).to.equal(false);
  });

  const scope = 'its words are looked up at the element, its form and its document first';
  it(scope, function () {
    put(
      '<form name="f"><input name="other"><button value="v" onmonetization="heard.push(value, other, forms)"></button></form>',
    );
    fire(main.querySelector('button') as Element);
    expect(heard).to.eql(['v', main.querySelector('input'), document.forms]);
  });

  const svgScope = 'its words are looked up at the SVG or MathML element first';
  it(svgScope, function () {
    skipWhereItCannotWork(this, svgScope);
    put(
      '<p><svg onmonetization="heard.push(ownerSVGElement)"></svg><math onmonetization="heard.push(nodeName)"></math></p>',
    );
    for (const element of main.querySelectorAll('svg, math')) fire(element);
    expect(heard).to.eql([null, 'math']);
  });

  it('leaves no trace on the element and no handler of the page touched', () => {
    const element = put('<p onmonetization="heard.push(1)" oncuechange="heard.push(2)"></p>');
    const own = element.oncuechange;
    fire(element);
    expect(element.getAttributeNames()).to.eql(['onmonetization', 'oncuechange']);
    expect(element.oncuechange).to.equal(own);
    expect(element.onslotchange).to.equal(null);
    expect(heard).to.eql([1]);
  });

  it('survives a form whose inputs have the names of DOM methods', () => {
    const form = put(
      '<form onmonetization="heard.push(1)"><input name="getAttribute"><input name="setAttribute"><input name="removeAttribute"></form>',
    );
    fire(form.firstElementChild as Element);
    expect(heard).to.eql([1]);
  });

  it('is nothing to an element of an unknown namespace, nor to elements of documents without a window', () => {
    const unknown = document.createElementNS('urn:x', 'x');
    unknown.setAttribute('onmonetization', 'heard.push(1)');
    main.append(unknown);
    fire(unknown);
    const { body } = document.implementation.createHTMLDocument();
    body.setAttribute('onmonetization', 'heard.push(2)');
    expect(body.onmonetization).to.equal(null);
    fire(body);
    expect(heard).to.eql([]);
  });

  it('ends with the undo: nothing is compiled, nobody is asked', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    undo();
    Object.defineProperty(element, 'onmonetization', { get: () => heard.push('asked') });
    fire(element);
    expect(heard).to.eql([]);
  });

  for (const [namespace, name] of [
    [SVG, 'circle'],
    [MATHML, 'mi'],
  ] as const) {
    it(`works on ${name} that a script creates`, () => {
      const element = document.createElementNS(namespace, name);
      element.setAttribute('onmonetization', 'heard.push(1)');
      main.append(element);
      fire(element);
      expect(heard).to.eql([1]);
    });
  }
});
