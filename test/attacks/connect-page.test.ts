import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetized, openConnectServers } from '../support/connect.js';
import { openConsent } from '../support/consent-page.js';
import { CONNECT_BUTTON, type Engine, launchEngines, type Tab } from '../support/engines.js';
import { serveRedirectingSite } from '../support/redirectors.js';
import { openRelayPage } from '../support/relay-page.js';

const NAME = `Free\u202Etset<img src=x onerror=document.title='pwned'>`;
const SHOWN = `Freetset<img src=x onerror=document.title='pwned'>`;

// The first to be closed.
const engines = await launchEngines();
const world = await openConnectServers({}, ({ visitor }) => {
  visitor.addHook('onSend', async ({ url }, _reply, payload) =>
    url === '/visitor' && typeof payload === 'string' && payload.startsWith('{')
      ? JSON.stringify({ ...(JSON.parse(payload) as object), publicName: NAME })
      : payload,
  );
});
const { origin: provider } = world;
const { visitor: wallet } = world.sandbox.directory.wallets;
/** The paths that the provider was asked for. */
const asked: string[] = [];
world.provider.server.on('request', ({ url = '' }) => void asked.push(url));

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => {
      const tab = await newTab();
      asked.length = 0;
      await steps(tab);
    });

  test('a hello from another window, or from a frame of the page, is not answered', async (tab) => {
    const site = await serveRedirectingSite(
      'site',
      // The agent is listening, and the window that it opened never speaks.
      `<script>window.open = (url) => ((window.opened = url), document.createElement('iframe'))</script>${monetized(world)}`,
    );
    await tab.goTo(`${site.origin}/`);
    await tab.click(CONNECT_BUTTON);
    await tab.until('!!window.opened');
    const id = String(await tab.evaluate('window.opened.split(/[#/]/).at(4)'));
    assert.match(id, /^[\w-]{36}$/);
    const hello = JSON.stringify({ wm: 'hello', connection: id, challenge: 'x' });
    await tab.evaluate(`(() => {
      window.heard = 0;
      addEventListener('message', ({ data }) => (heard += data.wm === 'hello' ? 1 : 0));
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.srcdoc = '<script>parent.postMessage(${hello}, "*")<' + '/script>';
      postMessage(${hello}, location.origin);
    })()`);
    await tab.until('window.heard === 2');
    // What it had answered would have come before this.
    await tab.evaluate(`fetch(${JSON.stringify(`${provider}/relay`)}).then(({ ok }) => ok)`);
    assert.deepEqual(
      asked.filter((path) => path.endsWith('/bind')),
      [],
    );
  });

  test('ten calls of connect() in one click open one window', async (tab) => {
    const site = await serveRedirectingSite(
      'site',
      `<script>
        window.names = new Set();
        window.open = (url, name) => (names.add(name), document.createElement('iframe'));
      </script>${monetized(world)}<button id="ten">Ten</button>`,
    );
    await tab.goTo(`${site.origin}/`);
    await tab.until('document.monetization?.agentState.status === "not-connected"');
    await tab.evaluate(`void (document.querySelector('#ten').onclick = () => {
      for (let time = 0; time < 10; time += 1) document.monetization.connect();
    })`);
    await tab.click('document.querySelector("#ten")');
    await tab.until('names.size > 0');
    await tab.evaluate(`fetch(${JSON.stringify(`${provider}/relay`)}).then(({ ok }) => ok)`);
    // Of one name there is one window.
    assert.deepEqual(await tab.evaluate('[...names]'), ['wm-connect']);
  });

  test('no page of the provider is shown in a frame', async (tab) => {
    const frames = ['/connect', '/account', '/errors'].map(
      (path) =>
        `<iframe onload="window.loaded = (window.loaded ?? 0) + 1" src="${provider}${path}"></iframe>`,
    );
    const framing = await serveRedirectingSite('framing', frames.join(''));
    await tab.goTo(`${framing.origin}/`);
    await tab.until('window.loaded >= 3');
    // None of their styles and scripts: there is nothing to be clicked on.
    const pages = asked.filter((path) => !path.startsWith('/relay'));
    assert.deepEqual(pages.sort(), ['/account', '/connect', '/errors']);
  });

  test('a hostile wallet’s name is text, and turns nothing around', async (tab) => {
    const page = `<script>window.open = () => null</script>${monetized(world)}`;
    const site = await serveRedirectingSite('site', page);
    await openConsent(tab, `${site.origin}/`, wallet);
    assert.equal(await tab.evaluate('document.querySelector("#wallet-name").textContent'), SHOWN);
    assert.notEqual(await tab.evaluate('document.title'), 'pwned');
    assert.equal(await tab.evaluate('document.images.length'), 0);
  });

  test('a site whose name looks like another’s is shown as its punycode', async (tab) => {
    const relay = await openRelayPage(provider, new URL('https://аpple.com').origin);
    const { id } = (await relay.call('POST', '/relay/connections', {})).body as { id: string };
    await tab.goTo(`${provider}/connect`);
    const headers = { 'content-type': 'application/json' };
    const challenge = await tab.evaluate(`fetch('/connect/${id}/challenges', {
      method: 'POST', headers: ${JSON.stringify(headers)}, body: '{}',
    }).then((answer) => answer.json()).then(({ challenge }) => challenge)`);
    await relay.call('POST', `/relay/connections/${id}/bind`, { challenge });
    await tab.goTo('about:blank');
    await tab.goTo(`${provider}/connect#${id}`);
    await tab.until('!!document.querySelector("#wallet:not([hidden])")');
    assert.equal(
      await tab.evaluate('document.querySelector("#asking-site").textContent'),
      'https://xn--pple-43d.com',
    );
  });
}
