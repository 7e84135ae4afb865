import { expect } from '@open-wc/testing';
import { playPersona } from '../../src/wm-status/panel/persona.js';
import { FakeAgent, FakeClock, find, showing } from './fake-agent.js';

describe('<wm-status> persona', () => {
  it('can be chosen in a sandbox that plays one, and is named', async () => {
    const element = await showing(new FakeAgent({ sandbox: true, persona: 'slow' }));
    const select = find<HTMLSelectElement>(element, 'select');

    expect(select?.value).to.equal('slow');
    expect([...(select?.options ?? [])].map(({ value }) => value)).to.include.members(['paying', 'late']);
    await expect(element).to.be.accessible();
  });

  it('is no matter where money moves, where nobody is played, nor in a bar or badge', async () => {
    expect(find(await showing(new FakeAgent({ persona: 'paying' })), 'select')).to.equal(null);
    expect(find(await showing(new FakeAgent({ sandbox: true })), 'select')).to.equal(null);
    const sandboxed = new FakeAgent({ sandbox: true, persona: 'paying' });
    expect(find(await showing(sandboxed, new FakeClock(), 'bar'), 'select')).to.equal(null);
  });

  it('of the address is shown though there is no such', async () => {
    const element = await showing(new FakeAgent({ sandbox: true, persona: 'nobody' as 'late' }));

    expect(find<HTMLSelectElement>(element, 'select')?.value).to.equal('nobody');
  });

  it('without an agent leaves a way back', async () => {
    localStorage.setItem('wm', 'no-agent');
    const element = await showing();
    localStorage.removeItem('wm');

    expect(find<HTMLSelectElement>(element, 'select')?.value).to.equal('no-agent');
    expect(find(await showing(), 'select')).to.equal(null);
  });

  it('is remembered, and the page loaded anew without the one in its address', () => {
    expect(play('https://site.example/a?b=1&wm=slow#c')).to.deep.equal([
      'wm=late',
      'https://site.example/a?b=1#c',
    ]);
    expect(play('https://site.example/a?b')).to.deep.equal(['wm=late', 'reload']);
  });

  it('that has no agent is said by the address, so that nobody is locked out of the site', () => {
    expect(play('https://site.example/a?b=1', true, 'no-agent')).to.deep.equal([
      'https://site.example/a?b=1&wm=no-agent',
    ]);
  });

  it('is said by the address where nothing can be remembered', () => {
    expect(play('https://site.example/', false)).to.deep.equal(['https://site.example/?wm=late']);
  });
});

/** What playing a persona does to a page at this address. */
function play(href: string, storage = true, persona = 'late'): string[] {
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
  playPersona(persona, { location, localStorage: { setItem } as Storage });
  return done;
}
