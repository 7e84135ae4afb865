import { expect } from '@open-wc/testing';
import { switchPersona } from '../../../../../src/page/elements/wm-status/panel/persona.js';
import { FakeAgent, FakeClock, find, renderStatusFixture } from '../support/fake-agent.js';

describe('<wm-status> persona', () => {
  it('can be chosen in a simulation, and is named', async () => {
    const element = await renderStatusFixture(new FakeAgent({ sandbox: true, persona: 'slow' }));
    const select = find<HTMLSelectElement>(element, 'select');

    expect(select?.value).to.equal('slow');
    expect([...(select?.options ?? [])].map(({ value }) => value)).to.include.members(['paying', 'late']);
    await expect(element).to.be.accessible();
  });

  it('cannot be chosen with real money, without a simulation, and in a bar or badge', async () => {
    expect(find(await renderStatusFixture(new FakeAgent({ persona: 'paying' })), 'select')).to.equal(null);
    expect(find(await renderStatusFixture(new FakeAgent({ sandbox: true })), 'select')).to.equal(null);
    const sandboxed = new FakeAgent({ sandbox: true, persona: 'paying' });
    expect(find(await renderStatusFixture(sandboxed, new FakeClock(), 'bar'), 'select')).to.equal(null);
  });

  it('from the address is shown even if it is unknown', async () => {
    const element = await renderStatusFixture(new FakeAgent({ sandbox: true, persona: 'unknown' as 'late' }));

    expect(find<HTMLSelectElement>(element, 'select')?.value).to.equal('unknown');
  });

  it('without an agent shows a way back', async () => {
    localStorage.setItem('wm', 'no-agent');
    const element = await renderStatusFixture();
    localStorage.removeItem('wm');

    expect(find<HTMLSelectElement>(element, 'select')?.value).to.equal('no-agent');
    expect(find(await renderStatusFixture(), 'select')).to.equal(null);
  });

  it('is stored, and the page reloads without the one in its address', () => {
    expect(applyPersona('https://site.example/a?b=1&wm=slow#c')).to.deep.equal([
      'wm=late',
      'https://site.example/a?b=1#c',
    ]);
    expect(applyPersona('https://site.example/a?b')).to.deep.equal(['wm=late', 'reload']);
  });

  it('without an agent is set in the address, so that the visitor can leave it', () => {
    expect(applyPersona('https://site.example/a?b=1', true, 'no-agent')).to.deep.equal([
      'https://site.example/a?b=1&wm=no-agent',
    ]);
  });

  it('is set in the address if it cannot be stored', () => {
    expect(applyPersona('https://site.example/', false)).to.deep.equal(['https://site.example/?wm=late']);
  });
});

/** The effects of choosing a persona on a page at this address. */
function applyPersona(href: string, storage = true, persona = 'late'): string[] {
  const done: string[] = [];
  const location = {
    href,
    reload: () => done.push('reload'),
    replace: (url: string) => done.push(url),
  } as unknown as Location;
  const setItem = (key: string, value: string): void => {
    if (!storage) throw new DOMException('no', 'SecurityError');
    done.push(`${key}=${value}`);
  };
  switchPersona(persona, { location, localStorage: { setItem } as Storage });
  return done;
}
