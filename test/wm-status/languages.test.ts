import { expect } from '@open-wc/testing';
import { loadLanguage } from '../../src/wm-status/language.js';
import { ENGLISH } from '../../src/wm-status/languages/en.js';
import type { Words } from '../../src/wm-status/words.js';
import {
  CONNECTION,
  FakeAgent,
  FakeClock,
  find,
  SESSION,
  showing,
  textOf,
  UNREACHABLE,
} from './fake-agent.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja'];

describe('<wm-status> languages', () => {
  afterEach(() => {
    document.documentElement.lang = 'en';
  });

  it('follow the page, in words, numbers and days, and tell nobody that a state in other words is new', async () => {
    const element = await showing(
      new FakeAgent({ status: 'paused', pausedBy: 'visitor', connection: CONNECTION }),
    );
    document.documentElement.lang = 'de-AT';
    await changed(element);

    expect(textOf(element, '[part=state]')).to.equal('Pausiert');
    expect(textOf(element, '[part=budget]')).to.equal(
      'Budget € 1,25 von € 5,00 € 0,60 pro Stunde erneuert am 1. Dez.'.replaceAll('€', '$'),
    );
    expect(find(element, '.card')?.getAttribute('lang')).to.equal('de');
    expect(find(element, '[role=status]')?.textContent).to.equal('');
  });

  it('are those of the nearest element that names one, and English where there is no translation', async () => {
    const element = await showing(new FakeAgent({ status: 'ready' }));
    element.setAttribute('lang', 'fr');
    await changed(element);
    expect(textOf(element, '[part=state]')).to.equal('Prêt');

    element.setAttribute('lang', 'tlh');
    await changed(element);
    expect(textOf(element, '[part=state]')).to.equal('Ready');

    element.setAttribute('lang', 'no "tag"');
    await changed(element);
    expect(textOf(element, '[part=state]')).to.equal('Ready');
  });

  it('are there before anything is shown', async () => {
    document.documentElement.lang = 'es';
    const element = document.createElement('wm-status');
    element.source = new FakeAgent({ status: 'ready' });
    const shown: (string | undefined)[] = [];
    element.addController({ hostUpdated: () => void shown.push(textOf(element, '[part=state]')) });
    document.body.append(element);
    await element.updateComplete;
    element.remove();

    expect(shown).to.deep.equal(['Listo']);
  });

  for (const tag of LANGUAGES) {
    it(`have everything in ${tag}, also what went wrong`, async () => {
      const [words] = await loadLanguage(tag);

      expect(words.lang).to.equal(tag);
      expect(keysOf(words)).to.deep.equal(keysOf(ENGLISH));
      const element = await showing(
        new FakeAgent({ status: 'error', error: UNREACHABLE, sessions: [SESSION] }),
      );
      element.words = words;
      await element.updateComplete;
      const time = (2).toLocaleString(tag, { style: 'unit', unit: 'hour', unitDisplay: 'long' });
      expect(words.paidAfter(time)).to.include(time);
      expect(words.errors['least-amount-too-large']).to.have.length(2);
      expect(textOf(element, '[part=detail]')).to.equal(words.errors['provider-unreachable']?.[0]);
      await expect(element).to.be.accessible();
    });
  }

  it('fit though their words are half as long again, in 320 pixels', async () => {
    const agent = new FakeAgent({ sandbox: true, connection: CONNECTION, sessions: [SESSION] });
    const element = await showing(agent, new FakeClock());
    element.words = longer(ENGLISH);
    const parent = element.parentElement as HTMLElement;
    parent.style.inlineSize = '288px';

    for (const variant of ['badge', 'bar', 'panel'] as const) {
      for (const status of ['not-connected', 'streaming', 'other-agent', 'out-of-funds'] as const) {
        element.variant = variant;
        agent.become({ status });
        await element.updateComplete;
        const { right } = element.getBoundingClientRect();
        for (const each of element.shadowRoot?.querySelectorAll('.card, .card *:not(.unseen)') ?? []) {
          expect(each.getBoundingClientRect().right, `${variant} ${status} ${each.className}`).to.be.at.most(
            right + 0.5,
          );
        }
      }
    }
  });
});

async function changed(element: Element & { updateComplete: Promise<boolean> }): Promise<void> {
  // The observer of `lang`, the file with the words, then the update.
  const before = element.shadowRoot?.querySelector('.card')?.getAttribute('lang');
  for (let turn = 0; turn < 50; turn++) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    if (element.shadowRoot?.querySelector('.card')?.getAttribute('lang') !== before) return;
  }
}

function keysOf(words: Words): string[] {
  const { errors: _errors, ...rest } = words;
  return [...Object.keys(rest), ...Object.keys(rest.states), ...Object.keys(rest.linkStates)].sort();
}

/** As translations go: longer by half, and with accents above and below. */
function longer<T>(words: T): T {
  if (typeof words === 'string') return `${words} ${'Ṱẽxţ'.repeat(Math.ceil(words.length / 8))}` as T;
  if (typeof words === 'function') return ((...given: unknown[]) => longer(words(...given))) as T;
  if (typeof words !== 'object' || words === null) return words;
  const entries = Object.entries(words).map(([key, value]) => [
    key,
    key === 'lang' || key === 'dir' || key === 'sandbox' ? value : longer(value),
  ]);
  return Object.fromEntries(entries) as T;
}
