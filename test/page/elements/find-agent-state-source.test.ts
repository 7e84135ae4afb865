import { expect } from '@open-wc/testing';
import { simulation, SimulatedPage } from '../simulation/simulated-page.js';
import { find, textOf } from './wm-status/support/fake-agent.js';
import { rowsOf } from './wm-flow/fake-source.js';
import { waitFor } from '../../support/wait-for.js';

/** Values that pages have assigned to `document.monetization`, before or after this script. */
const TAKEN: Record<string, () => () => void> = {
  'a plain object': () => {
    const value = { state: 'started' };
    Object.defineProperty(document, 'monetization', { value, configurable: true });
    return () => Reflect.deleteProperty(document, 'monetization');
  },
  'an element': () => {
    const value = document.createElement('div');
    Object.defineProperty(document, 'monetization', { value, configurable: true });
    return () => Reflect.deleteProperty(document, 'monetization');
  },
  'a form of that name': () => {
    const form = document.createElement('form');
    form.name = 'monetization';
    document.body.append(form);
    return () => form.remove();
  },
};

describe('a document.monetization that belongs to the page', () => {
  let page: SimulatedPage;
  let giveBack: () => void = () => undefined;

  beforeEach(() => {
    page = new SimulatedPage();
  });
  afterEach(() => {
    page.stop();
    giveBack();
    for (const element of document.querySelectorAll('wm-status, wm-flow')) element.remove();
  });

  for (const [name, take] of Object.entries(TAKEN)) {
    for (const when of ['before', 'after']) {
      it(`is kept for ${name} ${when}, and the elements follow the agent`, async () => {
        if (when === 'before') giveBack = take();
        page.start();
        page.addLink('alice');
        if (when === 'after') giveBack = take();
        const taken: unknown = document.monetization;
        const status = document.createElement('wm-status');
        const flow = document.createElement('wm-flow');
        document.body.append(status, flow);
        await simulation.pay(null, { value: '0.02' });
        await waitFor(() => textOf(status, '[part=totals]')?.includes('0.02'), 'the total');
        expect(textOf(status, '[part=state]')).to.equal('Streaming');
        await waitFor(() => rowsOf(flow).length > 0, 'a row');

        find(status, 'button')?.click();
        await waitFor(() => textOf(status, '[part=state]') === 'Paused', 'paused');
        expect(page.monetization.agentState.pausedBy).to.equal('visitor');
        expect(document.monetization as unknown).to.equal(taken);
      });
    }
  }
});
