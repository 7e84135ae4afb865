import { expect } from '@open-wc/testing';
import { apply } from '../../../src/page/api/apply.js';
import '../../../src/page/api/globals.js';
import { skipIfUnsupported } from '../../support/browsers/engine-limits.js';

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** The output of the attributes' scripts. */
const receivedEvents: unknown[] = [];
Object.assign(window, { heard: receivedEvents });

describe('the onmonetization content attribute', () => {
  let undo: () => void;
  let main: HTMLElement;

  beforeEach(() => {
    undo = apply();
    receivedEvents.length = 0;
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
    ['an element with the attribute in capitals', '<p ONMONETIZATION="heard.push(this, event.type)"></p>'],
  ] as const) {
    it(`works on ${name}`, () => {
      const element = put(markup);
      fire(element);
      expect(receivedEvents).to.eql([element, 'monetization']);
    });
  }

  it('works in a fragment, a wrapper, and on <body>, whose handler is not the window’s', () => {
    const fragment = document
      .createRange()
      .createContextualFragment('<section><div onmonetization="heard.push(1)"><i></i></div></section>');
    main.append(fragment);
    document.body.setAttribute('onmonetization', 'heard.push(2)');
    fire(main.querySelector('i') as Element);
    expect(window.onmonetization).to.equal(null);
    expect(document.body.onmonetization).to.be.a('function');
    document.body.removeAttribute('onmonetization');
    expect(receivedEvents).to.eql([1, 2]);
  });

  it('receives a non-bubbling event at the element only', () => {
    put('<p onmonetization="heard.push(1)"><i onmonetization="heard.push(2)"></i></p>');
    fire(main.querySelector('i') as Element, {});
    expect(receivedEvents).to.eql([2]);
  });

  it('follows the attribute when it is changed, removed and set again', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    fire(element);
    element.setAttribute('onmonetization', 'heard.push(2)');
    fire(element);
    element.removeAttribute('onmonetization');
    fire(element);
    expect(element.onmonetization).to.equal(null);
    element.setAttribute('onmonetization', 'heard.push(3)');
    fire(element);
    expect(receivedEvents).to.eql([1, 2, 3]);
  });

  it('is readable without an event, stays the same once compiled, and then works outside the document', () => {
    const element = document.createElement('p');
    element.setAttribute('onmonetization', 'heard.push(1)');
    const handler = element.onmonetization;
    expect(handler).to.be.a('function');
    expect(element.onmonetization).to.equal(handler);
    fire(element);
    expect(receivedEvents).to.eql([1]);
  });

  it('shares its slot with the property: the last assignment wins', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    element.onmonetization = () => receivedEvents.push(2);
    fire(element);
    element.setAttribute('onmonetization', 'heard.push(3)');
    fire(element);
    element.onmonetization = null;
    fire(element);
    expect(element.getAttribute('onmonetization')).to.equal('heard.push(3)');
    element.onmonetization = () => receivedEvents.push(4);
    fire(element);
    element.removeAttribute('onmonetization');
    fire(element);
    expect(receivedEvents).to.eql([2, 3, 4]);
  });

  it('keeps its position among the listeners when it changes', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    fire(element);
    element.addEventListener('monetization', () => receivedEvents.push('listener'));
    element.setAttribute('onmonetization', 'heard.push(2)');
    fire(element);
    expect(receivedEvents).to.eql([1, 2, 'listener']);
  });

  it('uses a change that a listener makes during the dispatch', () => {
    const element = put('<p onmonetization="heard.push(1)"><i></i></p>');
    const inner = element.firstElementChild as HTMLElement;
    inner.addEventListener('monetization', () => element.setAttribute('onmonetization', 'heard.push(2)'), {
      once: true,
    });
    fire(inner);
    inner.addEventListener('monetization', () => element.removeAttribute('onmonetization'));
    fire(inner);
    expect(receivedEvents).to.eql([2]);
  });

  it('cancels a cancelable event by returning false', () => {
    expect(fire(put('<p onmonetization="return false"></p>'), { cancelable: true })).to.equal(false);
  });

  const scope = 'looks up names at the element, its form and its document first';
  it(scope, function () {
    put(
      '<form name="f"><input name="other"><button value="v" onmonetization="heard.push(value, other, forms)"></button></form>',
    );
    fire(main.querySelector('button') as Element);
    expect(receivedEvents).to.eql(['v', main.querySelector('input'), document.forms]);
  });

  const svgScope = 'looks up names at the SVG or MathML element first';
  it(svgScope, function () {
    skipIfUnsupported(this, svgScope);
    put(
      '<p><svg onmonetization="heard.push(ownerSVGElement)"></svg><math onmonetization="heard.push(nodeName)"></math></p>',
    );
    for (const element of main.querySelectorAll('svg, math')) fire(element);
    expect(receivedEvents).to.eql([null, 'math']);
  });

  it('changes neither the element’s attributes nor the page’s handlers', () => {
    const element = put('<p onmonetization="heard.push(1)" oncuechange="heard.push(2)"></p>');
    const own = element.oncuechange;
    fire(element);
    expect(element.getAttributeNames()).to.eql(['onmonetization', 'oncuechange']);
    expect(element.oncuechange).to.equal(own);
    expect(element.onslotchange).to.equal(null);
    expect(receivedEvents).to.eql([1]);
  });

  it('works with a form whose inputs have the names of DOM methods', () => {
    const form = put(
      '<form onmonetization="heard.push(1)"><input name="getAttribute"><input name="setAttribute"><input name="removeAttribute"></form>',
    );
    fire(form.firstElementChild as Element);
    expect(receivedEvents).to.eql([1]);
  });

  it('is ignored on elements of an unknown namespace and in documents without a window', () => {
    const unknown = document.createElementNS('urn:x', 'x');
    unknown.setAttribute('onmonetization', 'heard.push(1)');
    main.append(unknown);
    fire(unknown);
    const { body } = document.implementation.createHTMLDocument();
    body.setAttribute('onmonetization', 'heard.push(2)');
    expect(body.onmonetization).to.equal(null);
    fire(body);
    expect(receivedEvents).to.eql([]);
  });

  it('ends with the undo function: nothing is compiled any more', () => {
    const element = put('<p onmonetization="heard.push(1)"></p>');
    undo();
    Object.defineProperty(element, 'onmonetization', { get: () => receivedEvents.push('asked') });
    fire(element);
    expect(receivedEvents).to.eql([]);
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
      expect(receivedEvents).to.eql([1]);
    });
  }
});
