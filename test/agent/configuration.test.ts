import { expect } from '@open-wc/testing';
import { findScript, readConfiguration } from '../../src/agent/configuration.js';
import type { Configuration } from '../../src/agent/configuration.js';

describe('the attributes of the script tag', () => {
  it('name the provider by its origin', () => {
    expect(read({ 'data-provider': ' https://provider.example/ ' })).to.eql({
      provider: 'https://provider.example',
      persona: null,
      simulateOn: null,
      amountSent: 'sender',
      force: false,
      standAside: false,
      directory: null,
      policyHeaders: false,
      doubtful: false,
    });
  });

  it('choose whose amount is told, whose policies count, and whether to start beside another agent', () => {
    const attributes = {
      'data-provider': 'http://localhost:9',
      'data-amount-sent': 'receiver',
      'data-policy': 'headers',
      'data-force': '',
      'data-stand-aside': '',
    };
    const expected = {
      ...{ amountSent: 'receiver', policyHeaders: true },
      ...{ force: true, standAside: true, doubtful: false },
    };
    expect(read(attributes)).to.include(expected);
    expect(read({ ...attributes, 'data-amount-sent': 'sender' })).to.include({ doubtful: false });
  });

  it('know the directory that the script came from', () => {
    const script = { 'data-provider': 'https://p.example', src: 'https://cdn.example/v1/wm.js?x' };
    expect(read(script, true).directory).to.equal('https://cdn.example/v1/');
  });

  for (const value of [
    undefined,
    '',
    '/relay',
    'ftp://p.example',
    'https://p.example/path',
    'https://u:p@p.example',
  ]) {
    it(`name no provider with data-provider=${JSON.stringify(value)}`, () => {
      expect(read(value === undefined ? {} : { 'data-provider': value }).provider).to.equal(null);
    });
  }

  it('may be missing altogether', () => {
    expect(readConfiguration(null)).to.include({ provider: null, doubtful: false });
  });

  for (const [name, value] of [
    ['data-providers', 'https://p.example'],
    ['data-providr', 'https://p.example'],
    ['data-amount-sent', 'both'],
    ['data-amount-sent', ''],
    ['data-policy', 'meta'],
  ] as const) {
    it(`are doubtful with ${name}="${value}"`, () => {
      expect(read({ 'data-provider': 'https://p.example', [name]: value }).doubtful).to.equal(true);
    });
  }

  it('are found on the script that names a provider when no script is running', () => {
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.dataset['provider'] = 'https://p.example';
    document.head.append(script);
    expect(findScript(document)).to.equal(script);
    script.remove();
  });
});

function read(attributes: Record<string, string>, html = false): Configuration {
  const script = document.createElement(html ? 'script' : 'x-script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return readConfiguration(script);
}

describe('an element that takes the place of document.currentScript', () => {
  it('names neither the provider nor where the other files are', () => {
    const image = document.createElement('img');
    image.name = 'currentScript';
    image.dataset['provider'] = 'https://evil.example';
    document.body.append(image);
    expect(document.currentScript as unknown).to.equal(image);
    expect(findScript(document)).to.equal(null);
    image.remove();
  });
});
