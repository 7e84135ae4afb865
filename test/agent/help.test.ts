import { expect } from '@open-wc/testing';
import { readConfiguration } from '../../src/agent/configuration.js';
import { explainConfiguration } from '../../src/agent/help.js';

const PROVIDER = { 'data-provider': 'https://p.example' };
const FOREIGN = [
  'data-nscript',
  'data-cfasync',
  'data-turbo-track',
  'data-cookieconsent',
  'data-n-head',
  'data-rh',
  'data-minify',
  'data-category',
  'data-source',
  'data-domain',
  'data-rocket-status',
  'data-no-optimize',
  'data-vite-dev-id',
];

describe('what the console says about the script tag', () => {
  it('is nothing when all is well', () => {
    expect(explain({ ...PROVIDER, 'data-amount-sent': 'receiver', 'data-policy': 'headers' })).to.eql([]);
  });

  it('is what to add when no provider is named', () => {
    for (const attributes of [{}, { 'data-provider': ' ' }]) {
      const [line, ...others] = explain(attributes as Record<string, string>);
      expect(line).to.match(/^\[wm-polyfill\].*Add data-provider=.*\(provider-missing\)$/);
      expect(others).to.eql([]);
    }
    expect(explainConfiguration(null, null)[0]).to.include('(provider-missing)');
  });

  it('is what was written when it is no provider', () => {
    const [line] = explain({ 'data-provider': 'https://p.example/path' });
    expect(line).to.include('data-provider="https://p.example/path"').and.to.include('(provider-invalid)');
  });

  it('names the attribute that a misspelt one was meant to be', () => {
    for (const [written, meant] of [
      ['data-providr', 'data-provider'],
      ['data-providers', 'data-provider'],
      ['data-porvider', 'data-provider'],
      ['data-wm-provider', 'data-provider'],
      ['data-amountsent', 'data-amount-sent'],
      ['data-polici', 'data-policy'],
      ['data-forced', 'data-force'],
      ['data-simulateon', 'data-simulate-on'],
      ['data-simulate', 'data-provider="simulate"'],
    ] as const) {
      const attributes = { ...PROVIDER, [written]: '' };
      expect(explain(attributes)).to.eql([`[wm-polyfill] Unknown attribute ${written}. Write ${meant}.`]);
      expect(isDoubtful(attributes), written).to.equal(true);
    }
  });

  it('is nothing about the attributes of frameworks, consent managers and optimisers, and nothing is loaded to say so', () => {
    for (const name of FOREIGN) {
      expect(explain({ ...PROVIDER, [name]: 'x' }), name).to.eql([]);
      expect(isDoubtful({ ...PROVIDER, [name]: 'x' }), name).to.equal(false);
    }
  });

  it('names the known values when one is unknown', () => {
    expect(explain({ ...PROVIDER, 'data-amount-sent': 'both', 'data-policy': '' })).to.eql([
      '[wm-polyfill] Unknown data-amount-sent="both"; known: "sender", "receiver".',
      '[wm-polyfill] Unknown data-policy=""; known: "headers".',
    ]);
  });

  it('warns of data-force', () => {
    expect(explain({ ...PROVIDER, 'data-force': '' })[0])
      .to.include('data-force')
      .and.to.include('both pay');
  });

  it('does not where no real money moves, because nothing is paid twice there', () => {
    expect(explain({ 'data-provider': 'http://localhost:9', 'data-force': '' })).to.eql([]);
  });

  it('says which holds of two that contradict each other', () => {
    const [line] = explain({ ...PROVIDER, 'data-force': '', 'data-stand-aside': '' });
    expect(line).to.equal('[wm-polyfill] data-force and data-stand-aside: the latter holds.');
  });
});

function explain(attributes: Record<string, string>): string[] {
  const script = scriptWith(attributes);
  return explainConfiguration(script, readConfiguration(script).provider);
}

/** Whether wm.js loads the file that explains. */
function isDoubtful(attributes: Record<string, string>): boolean {
  return readConfiguration(scriptWith(attributes)).doubtful;
}

function scriptWith(attributes: Record<string, string>): Element {
  const script = document.createElement('x-script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return script;
}
