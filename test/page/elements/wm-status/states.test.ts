import { expect } from '@open-wc/testing';
import type { AgentState } from '../../../../src/page/agent/state/state.js';
import {
  CONNECTION,
  FakeAgent,
  find,
  SESSION,
  renderStatusFixture,
  textOf,
  UNREACHABLE,
} from './support/fake-agent.js';

const STATES: [state: Partial<AgentState>, title: string, detail: string][] = [
  [{ status: 'no-provider' }, 'No provider', 'This page has no provider, so no payments are sent.'],
  [{ status: 'native-agent' }, 'Another agent is active', 'The browser or an extension pays this page.'],
  [{ status: 'connecting' }, 'Connecting…', 'Contacting the provider.'],
  [{ status: 'not-connected' }, 'Not connected', 'No wallet is connected for this site.'],
  [{ status: 'ready' }, 'Ready', 'Connected. Nothing to pay on this page.'],
  [
    { status: 'ready', sessions: [{ ...SESSION, status: 'loading' }] },
    'Ready',
    'Connected. Contacting the wallet of this page.',
  ],
  [
    { status: 'ready', sessions: [{ ...SESSION, status: 'error' }] },
    'Ready',
    'Connected, but this page cannot be paid.',
  ],
  [{ status: 'streaming', sessions: [SESSION] }, 'Streaming', 'Paying wallet.example/alice'],
  [{ status: 'streaming', sessions: [SESSION, SESSION] }, 'Streaming', 'Paying 2 wallets in turn'],
  [
    { status: 'streaming', sessions: [{ ...SESSION, dueIn: 7_400_000 }] },
    'Streaming',
    'Next payment after 3 hours on this page.',
  ],
  [
    { status: 'streaming', sessions: [{ ...SESSION, dueIn: 120_000 }] },
    'Streaming',
    'Next payment after 2 minutes on this page.',
  ],
  [
    { status: 'streaming', sessions: [{ ...SESSION, dueIn: 7_400_000 }, SESSION] },
    'Streaming',
    'Paying 2 wallets in turn',
  ],
  [{ status: 'paused', pausedBy: 'visitor' }, 'Paused', 'You paused payments to this page.'],
  [{ status: 'paused', pausedBy: 'hidden' }, 'On hold', 'Payments resume when the page is visible.'],
  [{ status: 'out-of-funds' }, 'Out of funds', 'The budget for this site is used up.'],
  [{ status: 'error', error: UNREACHABLE }, 'Not working', 'It did not answer.'],
];

describe('<wm-status> in each state', () => {
  for (const [state, title, detail] of STATES) {
    it(`shows "${title}: ${detail}"`, async () => {
      const element = await renderStatusFixture(
        new FakeAgent({ sandbox: true, connection: CONNECTION, ...state }),
      );

      expect(textOf(element, '[part=state]')).to.equal(title);
      expect(textOf(element, '[part=detail]')).to.equal(detail);
      for (const variant of ['panel', 'bar', 'badge'] as const) {
        element.variant = variant;
        await element.updateComplete;
        await expect(element).to.be.accessible();
      }
    });
  }

  it('shows that there is no agent if document.monetization is missing', async () => {
    const element = await renderStatusFixture();

    expect(textOf(element, '[part=state]')).to.equal('Not available');
    expect(find(element, 'button')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('shows the fix of an error', async () => {
    const element = await renderStatusFixture(new FakeAgent({ status: 'error', error: UNREACHABLE }));

    expect(textOf(element, '[part=problem]')).to.equal('Start it.');
  });

  it('shows which link is broken, why, and what to do', async () => {
    const error = {
      code: 'wallet-address-not-found',
      message: 'not found',
      fix: 'Check the href.',
    } as const;
    const broken = { ...SESSION, href: 'https://wallet.example/bob', status: 'error', error } as const;
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'streaming', sessions: [SESSION, broken] }),
    );

    expect(textOf(element, '[part=detail]')).to.equal('Paying wallet.example/alice');
    expect(textOf(element, '[part=problem]')).to.equal('wallet.example/bob not found. Check the href.');
    await expect(element).to.be.accessible();
  });

  it('shows a provider error once, however many links there are', async () => {
    const broken = { ...SESSION, status: 'error', error: UNREACHABLE } as const;
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'ready', sessions: [broken, broken, broken] }),
    );
    expect(element.shadowRoot?.querySelectorAll('[part=problem]')).to.have.length(1);
    expect(textOf(element, '[part=problem]')).to.equal('It did not answer. Start it.');
  });

  it('shows markup from the agent as text', async () => {
    const href = 'https://wallet.example/<img>';
    const sessions = [{ ...SESSION, href, walletAddress: href }];
    const element = await renderStatusFixture(new FakeAgent({ status: 'streaming', sessions }));

    expect(textOf(element, '[part=detail]')).to.equal('Paying wallet.example/%3Cimg%3E');
    expect(find(element, 'img')).to.equal(null);
  });
});
