import { expect } from '@open-wc/testing';
import { findScript, readConfiguration } from '../../src/agent/configuration.js';
import type { Configuration } from '../../src/agent/configuration.js';

describe('the attributes of the script tag', () => {
  it('name the provider by its origin', () => {
    expect(read({ 'data-provider': ' https://provider.example/ ' })).to.eql({
      provider: 'https://provider.example',
      amountSent: 'sender',
      force: false,
      directory: null,
      policyHeaders: false,
      warning: null,
    });
  });

  it('choose whose amount is told, and whether to start beside another agent', () => {
    const attributes = {
      'data-provider': 'http://localhost:9',
      'data-amount-sent': 'receiver',
      'data-force': '',
    };
    expect(read(attributes)).to.include({ amountSent: 'receiver', force: true, warning: null });
  });

  it('know the directory that the script came from', () => {
    const script = { 'data-provider': 'https://p.example', src: 'https://cdn.example/v1/wm.js?x' };
    expect((read(script, true) as Configuration).directory).to.equal('https://cdn.example/v1/');
  });

  it('say what is missing when no provider is named', () => {
    expect(read({})).to.include({ code: 'provider-missing' });
    expect(read({ 'data-provider': '' })).to.include({ code: 'provider-missing' });
    expect(readConfiguration(null)).to.include({ code: 'provider-missing' });
  });

  for (const value of [
    'simulate',
    '/relay',
    'ftp://p.example',
    'https://p.example/path',
    'https://u:p@p.example',
  ]) {
    it(`refuse data-provider="${value}"`, () => {
      const answer = read({ 'data-provider': value });
      expect(answer).to.include({ code: 'provider-invalid' });
      expect((answer as { message: string }).message).to.include(value);
    });
  }

  it('name the known ones when one is unknown', () => {
    const known = 'data-provider, data-amount-sent, data-policy, data-force';
    const { warning } = read({ 'data-provider': 'https://p.example', 'data-rate': '1' }) as Configuration;
    expect(warning).to.equal(`Unknown data-rate; known are ${known}.`);
    const missing = read({ 'data-providr': 'https://p.example' }) as { message: string };
    expect(missing.message).to.include(`Unknown data-providr; known are ${known}.`);
  });

  it('are found on the script that names a provider when no script is running', () => {
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.dataset['provider'] = 'https://p.example';
    document.head.append(script);
    expect(findScript(document)).to.equal(script);
    script.remove();
  });
});

function read(attributes: Record<string, string>, html = false): ReturnType<typeof readConfiguration> {
  const script = document.createElement(html ? 'script' : 'x-script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return readConfiguration(script);
}
