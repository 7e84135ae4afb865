import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetizedHtml, openConnectServers } from '../../support/connect/connect-environment.js';
import { openConsentPage } from '../../support/connect/consent-page.js';
import { CONNECT_BUTTON, type Engine, launchEngines, type Tab } from '../../support/browsers/engines.js';
import { serveRedirectingSite } from '../../support/browsers/redirecting-site.js';
import { openRelayPage } from '../../support/provider/relay-page.js';

const NAME = `Free\u202Etset<img src=x onerror=document.title='pwned'>`;
const SHOWN = `Freetset<img src=x onerror=document.title='pwned'>`;

// Closed first.
const engines = await launchEngines();
const environment = await openConnectServers({}, ({ visitor }) => {
  visitor.addHook('onSend', async ({ url }, _reply, payload) =>
    url === '/visitor' && typeof payload === 'string' && payload.startsWith('{')
      ? JSON.stringify({ ...(JSON.parse(payload) as object), publicName: NAME })
      : payload,
  );
});
const { origin: provider } = environment;
const { visitor: wallet } = environment.sandbox.directory.wallets;
/** The requested paths of the provider. */
const requestedPaths: string[] = [];
environment.provider.server.on('request', ({ url = '' }) => void requestedPaths.push(url));

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => {
      const tab = await newTab();
      requestedPaths.length = 0;
      await steps(tab);
    });

  test('the connect page ignores a hello message from another window or from a frame', async (tab) => {
    const site = await serveRedirectingSite(
      'site',
      // The agent listens, but the window that it opened sends no message.
      `<script>window.open = (url) => ((window.opened = url), document.createElement('iframe'))</script>${monetizedHtml(environment)}`,
    );
    await tab.goTo(`${site.origin}/`);
    await tab.click(CONNECT_BUTTON);
    await tab.waitFor('!!window.opened');
    const id = String(await tab.evaluate('window.opened.split(/[#/]/).at(4)'));
    assert.match(id, /^[\w-]{36}$/);
    const hello = JSON.stringify({ wm: 'hello', connection: id, challenge: 'x' });
    await tab.evaluate(`(() => {
      window.hellos = 0;
      addEventListener('message', ({ data }) => (hellos += data.wm === 'hello' ? 1 : 0));
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.srcdoc = '<script>parent.postMessage(${hello}, "*")<' + '/script>';
      postMessage(${hello}, location.origin);
    })()`);
    await tab.waitFor('window.hellos === 2');
    // A response to the message would have arrived before this one.
    await tab.evaluate(`fetch(${JSON.stringify(`${provider}/relay`)}).then(({ ok }) => ok)`);
    assert.deepEqual(
      requestedPaths.filter((path) => path.endsWith('/bind')),
      [],
    );
  });

  test('ten calls of connect() in one click open one window', async (tab) => {
    const site = await serveRedirectingSite(
      'site',
      // Above <wm-status>, which would move the button when it appears.
      `<script>
        window.names = new Set();
        window.open = (url, name) => (names.add(name), document.createElement('iframe'));
      </script><p><button id="ten">Ten</button></p>${monetizedHtml(environment)}`,
    );
    await tab.goTo(`${site.origin}/`);
    await tab.waitFor('document.monetization?.agentState.status === "not-connected"');
    await tab.evaluate(`void (document.querySelector('#ten').onclick = () => {
      for (let time = 0; time < 10; time += 1) document.monetization.connect();
    })`);
    await tab.click('document.querySelector("#ten")');
    await tab.waitFor('names.size > 0');
    await tab.evaluate(`fetch(${JSON.stringify(`${provider}/relay`)}).then(({ ok }) => ok)`);
    // All calls use the same window name.
    assert.deepEqual(await tab.evaluate('[...names]'), ['wm-connect']);
  });

  test('the provider’s pages are not shown in a frame', async (tab) => {
    const frames = ['/connect', '/account', '/errors'].map(
      (path) =>
        `<iframe onload="window.loaded = (window.loaded ?? 0) + 1" src="${provider}${path}"></iframe>`,
    );
    const framing = await serveRedirectingSite('framing', frames.join(''));
    await tab.goTo(`${framing.origin}/`);
    await tab.waitFor('window.loaded >= 3');
    // No style or script loads, so there is nothing to click.
    const pages = requestedPaths.filter((path) => !path.startsWith('/relay'));
    assert.deepEqual(pages.sort(), ['/account', '/connect', '/errors']);
  });

  test('a wallet’s hostile name is shown as text, without bidirectional control characters', async (tab) => {
    const page = `<script>window.open = () => null</script>${monetizedHtml(environment)}`;
    const site = await serveRedirectingSite('site', page);
    await openConsentPage(tab, `${site.origin}/`, wallet);
    assert.equal(await tab.evaluate('document.querySelector("#wallet-name").textContent'), SHOWN);
    assert.notEqual(await tab.evaluate('document.title'), 'pwned');
    assert.equal(await tab.evaluate('document.images.length'), 0);
  });

  test('a lookalike site name is shown in Punycode', async (tab) => {
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
    await tab.waitFor('!!document.querySelector("#wallet:not([hidden])")');
    assert.equal(
      await tab.evaluate('document.querySelector("#asking-site").textContent'),
      'https://xn--pple-43d.com',
    );
  });
}
