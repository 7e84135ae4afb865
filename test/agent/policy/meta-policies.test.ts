import { expect } from '@open-wc/testing';
import { findViolation } from '../../../src/agent/policy/content-security-policy.js';
import { createMetaPolicies } from '../../../src/agent/policy/meta-policies.js';

describe('content security policies in <meta>', () => {
  let frame: HTMLIFrameElement;
  let document: Document;
  let refused: () => boolean;

  beforeEach(() => {
    frame = window.document.body.appendChild(window.document.createElement('iframe'));
    document = (frame.contentWindow as Window).document;
    const metaPolicies = createMetaPolicies([frame.contentWindow as Window]);
    refused = () => findViolation(metaPolicies(), new URL('https://wallet.example/'), 'null') !== null;
  });
  afterEach(() => frame.remove());

  function addMeta(attributes: Record<string, string>, parent: Element = document.head): Element {
    const meta = document.createElement('meta');
    const all = {
      'http-equiv': 'Content-Security-Policy',
      content: "monetization-src 'none'",
      ...attributes,
    };
    for (const [name, value] of Object.entries(all)) meta.setAttribute(name, value);
    parent.append(meta);
    return meta;
  }

  it('count from the moment that they are there', () => {
    expect(refused()).to.equal(false);
    addMeta({});
    expect(refused()).to.equal(true);
  });

  it('once seen, count also when they are removed or changed', () => {
    const meta = addMeta({});
    expect(refused()).to.equal(true);
    meta.setAttribute('content', 'monetization-src *');
    expect(refused()).to.equal(true);
    meta.remove();
    expect(refused()).to.equal(true);
  });

  it('cannot be taken back by a second one', () => {
    addMeta({});
    addMeta({ content: 'monetization-src *' });
    expect(refused()).to.equal(true);
  });

  it('are found by their http-equiv in any case', () => {
    addMeta({ 'http-equiv': 'CONTENT-security-POLICY' });
    expect(refused()).to.equal(true);
  });

  it('mean nothing in the body, as report-only, without content, or by another name', () => {
    addMeta({}, document.body);
    addMeta({ 'http-equiv': 'Content-Security-Policy-Report-Only' });
    addMeta({ 'http-equiv': 'refresh', name: 'Content-Security-Policy' });
    addMeta({}).removeAttribute('content');
    addMeta({ content: '' });
    expect(refused()).to.equal(false);
  });
});
