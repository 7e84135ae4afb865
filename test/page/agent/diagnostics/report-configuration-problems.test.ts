import { expect } from '@open-wc/testing';
import { readConfiguration } from '../../../../src/page/agent/core/configuration.js';
import { describeConfigurationProblems } from '../../../../src/page/agent/diagnostics/report-configuration-problems.js';

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

describe('the console message about the script tag', () => {
  it('is missing when there is no problem', () => {
    expect(
      explainAttributes({ ...PROVIDER, 'data-amount-sent': 'receiver', 'data-policy': 'headers' }),
    ).to.eql([]);
  });

  it('suggests an attribute when no provider is set', () => {
    for (const attributes of [{}, { 'data-provider': ' ' }]) {
      const [line, ...others] = explainAttributes(attributes as Record<string, string>);
      expect(line).to.match(/^\[wm-polyfill\].*Add data-provider=.*\(provider-missing\)$/);
      expect(others).to.eql([]);
    }
    expect(describeConfigurationProblems(null, null)[0]).to.include('(provider-missing)');
  });

  it('shows the value when it is not a valid provider', () => {
    const [line] = explainAttributes({ 'data-provider': 'https://p.example/path' });
    expect(line).to.include('data-provider="https://p.example/path"').and.to.include('(provider-invalid)');
  });

  it('names the intended attribute for a misspelt one', () => {
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
      expect(explainAttributes(attributes)).to.eql([
        `[wm-polyfill] Unknown attribute ${written}. Write ${meant}.`,
      ]);
      expect(hasConfigurationProblems(attributes), written).to.equal(true);
    }
  });

  it('ignores attributes of frameworks, consent managers and optimisers without loading the diagnostics module', () => {
    for (const name of FOREIGN) {
      expect(explainAttributes({ ...PROVIDER, [name]: 'x' }), name).to.eql([]);
      expect(hasConfigurationProblems({ ...PROVIDER, [name]: 'x' }), name).to.equal(false);
    }
  });

  it('lists the known values for an unknown one', () => {
    expect(explainAttributes({ ...PROVIDER, 'data-amount-sent': 'both', 'data-policy': '' })).to.eql([
      '[wm-polyfill] Unknown data-amount-sent="both"; allowed: "sender", "receiver".',
      '[wm-polyfill] Unknown data-policy=""; allowed: "headers".',
    ]);
  });

  it('warns about data-force', () => {
    expect(explainAttributes({ ...PROVIDER, 'data-force': '' })[0])
      .to.include('data-force')
      .and.to.include('both pay');
  });

  it('does not warn in a simulation or sandbox, where no real money moves', () => {
    expect(explainAttributes({ 'data-provider': 'http://localhost:9', 'data-force': '' })).to.eql([]);
  });

  it('names the effective attribute of two that contradict each other', () => {
    const [line] = explainAttributes({ ...PROVIDER, 'data-force': '', 'data-passive': '' });
    expect(line).to.equal('[wm-polyfill] data-passive overrides data-force.');
  });
});

function explainAttributes(attributes: Record<string, string>): string[] {
  const script = scriptWith(attributes);
  return describeConfigurationProblems(script, readConfiguration(script).provider);
}

/** Whether wm.js loads the diagnostics module. */
function hasConfigurationProblems(attributes: Record<string, string>): boolean {
  return readConfiguration(scriptWith(attributes)).hasProblems;
}

function scriptWith(attributes: Record<string, string>): Element {
  const script = document.createElement('x-script');
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return script;
}
