import { expect } from '@open-wc/testing';
import { loadMessages } from '../../../../src/page/elements/wm-status/locale-observer.js';
import type { WmStatus } from '../../../../src/page/elements/wm-status/wm-status.js';
import type { Messages } from '../../../../src/page/elements/wm-status/core/messages.js';
import {
  CONNECTION,
  FakeAgent,
  FakeClock,
  find,
  SESSION,
  renderStatusFixture,
  textOf,
  UNREACHABLE,
} from './support/fake-agent.js';
import { waitFor } from '../../../support/wait-for.js';
import { ALL_ENGLISH_MESSAGES } from './support/all-english-messages.js';

const LOCALES = ['ar', 'de', 'es', 'fr', 'ja'];

describe('<wm-status> languages', () => {
  afterEach(() => {
    document.documentElement.lang = 'en';
  });

  it('apply to texts, numbers and dates, without announcing a translated state as new', async () => {
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'paused', pausedBy: 'visitor', connection: CONNECTION }),
    );
    document.documentElement.lang = 'de-AT';
    await changed(element, 'de');

    expect(textOf(element, '[part=state]')).to.equal('Pausiert');
    expect(textOf(element, '[part=budget]')).to.equal(
      'Budget € 1,25 von € 5,00 € 0,60 pro Stunde erneuert am 1. Dez.'.replaceAll('€', '$'),
    );
    expect(find(element, '.card')?.getAttribute('lang')).to.equal('de');
    expect(find(element, '[role=status]')?.textContent).to.equal('');
  });

  it('come from the nearest lang attribute, and fall back to English', async () => {
    const element = await renderStatusFixture(new FakeAgent({ status: 'ready' }));
    for (const unknown of ['tlh', 'no "tag"']) {
      element.setAttribute('lang', 'fr');
      await changed(element, 'fr');
      expect(textOf(element, '[part=state]')).to.equal('Prêt');

      element.setAttribute('lang', unknown);
      await changed(element, 'en');
      expect(textOf(element, '[part=state]'), unknown).to.equal('Ready');
    }
  });

  it('are loaded before anything is shown', async () => {
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

  for (const tag of LOCALES) {
    it(`are complete in ${tag}, including errors`, async () => {
      const [words] = await loadMessages(tag);

      expect(words.lang).to.equal(tag);
      expect(keysOf(words as Messages)).to.deep.equal(keysOf(ALL_ENGLISH_MESSAGES));
      const element = await renderStatusFixture(
        new FakeAgent({ status: 'error', error: UNREACHABLE, sessions: [SESSION] }),
      );
      element.messages = words as Messages;
      await element.updateComplete;
      const time = (2).toLocaleString(tag, { style: 'unit', unit: 'hour', unitDisplay: 'long' });
      expect(words.nextPaymentAfter(time)).to.include(time);
      expect(words.errors['min-amount-too-large']).to.have.length(2);
      expect(textOf(element, '[part=detail]')).to.equal(words.errors['provider-unreachable']?.[0]);
      await expect(element).to.be.accessible();
    });
  }

  it('fit into 320 pixels even with texts that are half as long again', async () => {
    const agent = new FakeAgent({ sandbox: true, connection: CONNECTION, sessions: [SESSION] });
    const element = await renderStatusFixture(agent, new FakeClock());
    element.messages = longer(ALL_ENGLISH_MESSAGES);
    const parent = element.parentElement as HTMLElement;
    parent.style.inlineSize = '288px';

    for (const variant of ['badge', 'bar', 'panel'] as const) {
      for (const status of ['not-connected', 'streaming', 'native-agent', 'out-of-funds'] as const) {
        element.variant = variant;
        agent.setState({ status });
        await element.updateComplete;
        const { right } = element.getBoundingClientRect();
        for (const each of element.shadowRoot?.querySelectorAll('.card, .card *:not(.visually-hidden)') ??
          []) {
          expect(each.getBoundingClientRect().right, `${variant} ${status} ${each.className}`).to.be.at.most(
            right + 0.5,
          );
        }
      }
    }
  });
});

/** The observer of `lang`, the file with the messages, then the update. */
async function changed(element: WmStatus, lang: string): Promise<void> {
  await waitFor(() => find(element, '.card')?.getAttribute('lang') === lang, `texts in ${lang}`);
  await element.updateComplete;
}

function keysOf(words: Messages): string[] {
  const { errors: _errors, ...rest } = words;
  return [...Object.keys(rest), ...Object.keys(rest.states), ...Object.keys(rest.linkStates)].sort();
}

/** A pseudo-translation: half as long again, with accents above and below. */
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
