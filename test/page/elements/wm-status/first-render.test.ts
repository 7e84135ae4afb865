import { expect } from '@open-wc/testing';
import type { WmStatus } from '../../../../src/page/elements/wm-status/wm-status.js';
import { CONNECTION, FakeAgent, SESSION, textOf } from './support/fake-agent.js';

describe('the first rendering of <wm-status>', () => {
  const { NumberFormat } = Intl;
  let created = 0;

  beforeEach(() => {
    created = 0;
    Intl.NumberFormat = new Proxy(NumberFormat, {
      construct: (target, given: ConstructorParameters<typeof NumberFormat>) => {
        created += 1;
        return new target(...given);
      },
    });
  });

  afterEach(() => {
    Intl.NumberFormat = NumberFormat;
  });

  // The first format of a page takes tens of milliseconds.
  it('creates no number format before there are amounts', async () => {
    const rendered = await renderingsOf(new FakeAgent({ status: 'connecting' }));

    expect(rendered).to.eql(['–']);
    expect(created).to.equal(0);
  });

  it('is complete and the only one, with one number format for all amounts of the budget', async () => {
    const agent = new FakeAgent({ status: 'streaming', connection: CONNECTION, sessions: [SESSION] });

    const rendered = await renderingsOf(agent);

    expect(rendered).to.eql(['$1.25 of $5.00']);
    expect(created).to.equal(1);
  });

  it('creates the format of a wait for the next payment, which later renderings use', async () => {
    const agent = new FakeAgent({ status: 'streaming', sessions: [{ ...SESSION, dueIn: 7_200_000 }] });

    const rendered = await renderingsOf(agent, async (element) => {
      agent.setState({ sessions: [{ ...SESSION, dueIn: 10_800_000 }] });
      await element.updateComplete;
      expect(textOf(element, '[part=detail]')).to.equal('Next payment after 3 hours on this page.');
    });

    expect(rendered).to.eql(['–', '–']);
    expect(created).to.equal(1);
  });
});

/** The text of the budget in each rendering of a new element. */
async function renderingsOf(
  agent: FakeAgent,
  change?: (element: WmStatus) => Promise<void>,
): Promise<(string | undefined)[]> {
  const element = document.createElement('wm-status');
  element.source = agent;
  const rendered: (string | undefined)[] = [];
  element.addController({ hostUpdated: () => void rendered.push(textOf(element, '.budget .figure')) });
  document.body.append(element);
  await element.updateComplete;
  await change?.(element);
  expect(element.isUpdatePending, 'another rendering follows').to.equal(false);
  element.remove();
  return rendered;
}
