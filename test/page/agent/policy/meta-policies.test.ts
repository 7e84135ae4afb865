import { expect } from '@open-wc/testing';
import { monetizationSrcPreRequestCheck } from '../../../../src/page/agent/policy/content-security-policy.js';
import { createMetaPolicies } from '../../../../src/page/agent/policy/meta-policies.js';

describe('content security policies in <meta>', () => {
  let frame: HTMLIFrameElement;
  let document: Document;
  let refused: () => boolean;

  beforeEach(() => {
    frame = window.document.body.appendChild(window.document.createElement('iframe'));
    document = (frame.contentWindow as Window).document;
    const metaPolicies = createMetaPolicies([frame.contentWindow as Window]);
    refused = () =>
      monetizationSrcPreRequestCheck(metaPolicies(), new URL('https://wallet.example/'), 'null') !== null;
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

  it('apply as soon as they are inserted', () => {
    expect(refused()).to.equal(false);
    addMeta({});
    expect(refused()).to.equal(true);
  });

  it('continue to apply when they are removed or changed', () => {
    const meta = addMeta({});
    expect(refused()).to.equal(true);
    meta.setAttribute('content', 'monetization-src *');
    expect(refused()).to.equal(true);
    meta.remove();
    expect(refused()).to.equal(true);
  });

  it('cannot be relaxed by a second one', () => {
    addMeta({});
    addMeta({ content: 'monetization-src *' });
    expect(refused()).to.equal(true);
  });

  it('are found by http-equiv in any case', () => {
    addMeta({ 'http-equiv': 'CONTENT-security-POLICY' });
    expect(refused()).to.equal(true);
  });

  it('are ignored in the body, as report-only, without content, and with another name', () => {
    addMeta({}, document.body);
    addMeta({ 'http-equiv': 'Content-Security-Policy-Report-Only' });
    addMeta({ 'http-equiv': 'refresh', name: 'Content-Security-Policy' });
    addMeta({}).removeAttribute('content');
    addMeta({ content: '' });
    expect(refused()).to.equal(false);
  });
});
