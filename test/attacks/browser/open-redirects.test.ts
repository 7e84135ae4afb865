import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetizedHtml, openConnectServers } from '../../support/connect/connect-environment.js';
import { CONNECT_BUTTON, type Engine, launchEngines, type Tab } from '../../support/browsers/engines.js';
import {
  REDIRECTORS,
  serveRedirectingSite,
  REDIRECT_STATUSES,
} from '../../support/browsers/redirecting-site.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';

/** Without windows, as in an in-app browser, the connect page opens in the same tab, without an opener. */
const WITHOUT_WINDOWS = '<script>window.open = () => null</script>';
const HAS_LOST_WINDOW = 'document.querySelector("#message")?.textContent.includes("lost contact")';
const ASKS_FOR_WALLET = '!!document.querySelector("#wallet:not([hidden])")';
/** Default headers of a popular middleware, as far as they let the script run. */
const HIDDEN = { 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' };

// Closed first.
const engines = await launchEngines();
const environment = await openConnectServers();
const { origin: provider } = environment;
const page = WITHOUT_WINDOWS + monetizedHtml(environment);
const site = await serveRedirectingSite('site', page);
const evil = await serveRedirectingSite('evil', '');

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => steps(await newTab()));

  for (const by of REDIRECTORS) {
    test(`a return path that redirects elsewhere by ${by} discloses nothing that binds the connection`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      const { pathname } = new URL(site.redirect(by, `${evil.origin}/`));
      await tab.goTo(`${provider}/connect#${id}${pathname}`);
      await tab.waitFor(`location.origin === ${JSON.stringify(evil.origin)}`);
      for (const challenge of String(await tab.evaluate('location.hash')).split(/[=.]/)) {
        await relay.call('POST', `/relay/connections/${id}/bind`, { challenge });
      }
      await arriveOutside(id);
      await tab.evaluate(`location.assign(${JSON.stringify(`${provider}/connect#${id}`)})`);
      await isRefused(tab, relay, id);
    });

    test(`a link of the site that redirects to the connect page by ${by} does not bind the connection`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      await tab.goTo(`${evil.origin}/`);
      const there = site.redirect(by, `${provider}/connect#${id}`);
      await tab.evaluate(`location.assign(${JSON.stringify(there)})`);
      await isRefused(tab, relay, id);
    });
  }

  for (const by of ['directly', ...REDIRECT_STATUSES.map(String)]) {
    test(`another site's form that reaches the connect page ${by} does not bind the connection`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      const to = `${provider}/connect`;
      await tab.goTo(`${evil.origin}/`);
      await tab.evaluate(`(() => {
        document.body.innerHTML = '<form method="post"><input name="connection" value="${id}"></form>';
        document.forms[0].action = ${JSON.stringify(by === 'directly' ? to : site.redirect(by, to))};
        setTimeout(() => document.forms[0].submit());
      })()`);
      // A POST that a redirect changed to GET opens the connect page without a connection.
      await tab.waitFor(`location.pathname === '/connect' && document.readyState === 'complete'`);
      const keeps = !['301', '302', '303'].includes(by);
      if (keeps) assert.match(String(await tab.evaluate('document.body.innerText')), /\(site-not-verified\)/);
      await tab.goTo('about:blank');
      await tab.goTo(`${provider}/connect#${id}`);
      await isRefused(tab, relay, id);
    });
  }

  test('a link to the site with another visitor’s connection is ignored', async (tab) => {
    const { relay, id } = await connectAs(site.origin);
    await tab.goTo(`${site.origin}/#wm-connect=${id}`);
    await tab.waitFor('document.monetization?.agentState.status === "not-connected" && location.hash === ""');
    assert.equal(await tab.evaluate('location.origin'), site.origin);
    assert.equal((await relay.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  });

  for (const [title, headers] of [
    ['a site', {}],
    ['a site that hides its referrer and isolates its windows', HIDDEN],
  ] as const) {
    test(`${title} connects in a single tab, also after a reload`, async (tab) => {
      const other = await serveRedirectingSite('other', page, headers);
      await tab.goTo(`${other.origin}/a/page`);
      await tab.click(CONNECT_BUTTON);
      await tab.waitFor(ASKS_FOR_WALLET);
      assert.equal(await tab.evaluate('location.pathname + location.search'), '/connect');
      assert.equal(await tab.evaluate('document.querySelector("#asking-site").textContent'), other.origin);
      await tab.evaluate('void location.reload()');
      await tab.waitFor(
        `performance.getEntriesByType('navigation')[0].type === 'reload' && ${ASKS_FOR_WALLET}`,
      );
    });
  }

  test('a site whose form-action blocks the provider gets an error with a fix', async (tab) => {
    const strict = await serveRedirectingSite('strict', page, {
      'content-security-policy': "form-action 'self'",
    });
    await tab.goTo(`${strict.origin}/`);
    await tab.click(CONNECT_BUTTON);
    await tab.waitFor('document.monetization?.agentState.error?.code === "form-action"');
    assert.match(String(await tab.evaluate('document.monetization.agentState.error.fix')), /form-action/);
  });
}

/** An attacker outside a browser: its own key, and an Origin that no browser checked. */
async function connectAs(origin: string): Promise<{ relay: RelayPage; id: string }> {
  const relay = await openRelayPage(provider, origin);
  const { id } = (await relay.call('POST', '/relay/connections', {})).body as { id: string };
  return { relay, id };
}

/** The attacker sends the site's Origin from its own "browser". */
async function arriveOutside(id: string): Promise<void> {
  const sent = await environment.provider.inject({
    method: 'POST',
    url: '/connect',
    headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `connection=${id}`,
  });
  const arrived = await environment.provider.inject({
    method: 'POST',
    url: `/connect/${id}/arrivals`,
    headers: { origin: provider, cookie: sent.cookies.map((one) => `${one.name}=${one.value}`).join('; ') },
    payload: {},
  });
  assert.equal(arrived.statusCode, 200, 'bound to a cookie that no visitor has');
}

/** The visitor sees no question for this connection, and the attacker gets no permission. */
async function isRefused(tab: Tab, relay: RelayPage, id: string): Promise<void> {
  await tab.waitFor(`${HAS_LOST_WINDOW} || ${ASKS_FOR_WALLET}`);
  assert.equal(await tab.evaluate(ASKS_FOR_WALLET), false);
  assert.match(String(await tab.evaluate('document.querySelector("#message").textContent')), /lost contact/);
  assert.match((await relay.call('GET', `/relay/connections/${id}`)).body.state as string, /^(new|bound)$/);
}
