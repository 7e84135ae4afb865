import { expect } from '@open-wc/testing';
import {
  findScript,
  readConfiguration,
  type Configuration,
} from '../../../src/page/agent/core/configuration.js';

describe('the attributes of the script tag', () => {
  it('contain the provider, which is reduced to its origin', () => {
    expect(read({ 'data-provider': ' https://provider.example/ ' })).to.eql({
      provider: 'https://provider.example',
      persona: null,
      simulateOn: null,
      amountSent: undefined,
      force: false,
      passive: false,
      directory: null,
      policyHeaders: false,
      hasProblems: false,
    });
  });

  it('select the reported amount, the policies, and whether to start next to a native agent', () => {
    const attributes = {
      'data-provider': 'http://localhost:9',
      'data-amount-sent': 'receiver',
      'data-policy': 'headers',
      'data-force': '',
      'data-passive': '',
    };
    const expected = {
      ...{ amountSent: 'receiver', policyHeaders: true },
      ...{ force: true, passive: true, hasProblems: false },
    };
    expect(read(attributes)).to.include(expected);
    expect(read({ ...attributes, 'data-amount-sent': 'sender' })).to.include({ hasProblems: false });
  });

  it('contain the directory of the other files', () => {
    const script = { 'data-provider': 'https://p.example', 'data-base': ' https://cdn.example/v1 ' };
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
    it(`contain no valid provider in data-provider=${JSON.stringify(value)}`, () => {
      expect(read(value === undefined ? {} : { 'data-provider': value }).provider).to.equal(null);
    });
  }

  it('are all optional', () => {
    expect(readConfiguration(null)).to.include({ provider: null, hasProblems: false });
  });

  for (const [name, value] of [
    ['data-providers', 'https://p.example'],
    ['data-providr', 'https://p.example'],
    ['data-amount-sent', 'both'],
    ['data-amount-sent', ''],
    ['data-policy', 'meta'],
  ] as const) {
    it(`are reported as a problem with ${name}="${value}"`, () => {
      expect(read({ 'data-provider': 'https://p.example', [name]: value }).hasProblems).to.equal(true);
    });
  }

  it('are read from the script with a provider when no script is running', () => {
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

describe('an element that shadows document.currentScript', () => {
  it('sets neither the provider nor the directory of the other files', () => {
    const image = document.createElement('img');
    image.name = 'currentScript';
    image.dataset['provider'] = 'https://evil.example';
    document.body.append(image);
    expect(document.currentScript as unknown).to.equal(image);
    expect(findScript(document)).to.equal(null);
    image.remove();
  });
});
