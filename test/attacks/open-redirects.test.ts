import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetized, openConnectServers } from '../support/connect.js';
import { CONNECT_BUTTON, type Engine, launchEngines, type Tab } from '../support/engines.js';
import { REDIRECTORS, serveRedirectingSite, STATUSES } from '../support/redirectors.js';
import { openRelayPage, type RelayPage } from '../support/relay-page.js';

/** Where no window opens, as in an application's own browser: the connect page comes in the same tab, without an opener. */
const WITHOUT_WINDOWS = '<script>window.open = () => null</script>';
const LOST = 'document.querySelector("#message")?.textContent.includes("lost the window")';
const ASKS = '!!document.querySelector("#wallet:not([hidden])")';
/** As much of what a popular middleware sends by default as lets the script run. */
const HIDDEN = { 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' };

// The first to be closed.
const engines = await launchEngines();
const world = await openConnectServers();
const { origin: provider } = world;
const page = WITHOUT_WINDOWS + monetized(world);
const site = await serveRedirectingSite('site', page);
const evil = await serveRedirectingSite('evil', '');

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => steps(await newTab()));

  for (const by of REDIRECTORS) {
    test(`the way back leads elsewhere by ${by}: what arrives there binds nothing`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      const { pathname } = new URL(site.redirect(by, `${evil.origin}/`));
      await tab.goTo(`${provider}/connect#${id}${pathname}`);
      await tab.until(`location.origin === ${JSON.stringify(evil.origin)}`);
      for (const challenge of String(await tab.evaluate('location.hash')).split(/[=.]/)) {
        await relay.call('POST', `/relay/connections/${id}/bind`, { challenge });
      }
      await arriveOutside(id);
      await tab.evaluate(`location.assign(${JSON.stringify(`${provider}/connect#${id}`)})`);
      await isRefused(tab, relay, id);
    });

    test(`a link of the site that leads to the connect page by ${by} binds nothing`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      await tab.goTo(`${evil.origin}/`);
      const there = site.redirect(by, `${provider}/connect#${id}`);
      await tab.evaluate(`location.assign(${JSON.stringify(there)})`);
      await isRefused(tab, relay, id);
    });
  }

  for (const by of ['directly', ...STATUSES.map(String)]) {
    test(`another site's form that comes to the connect page ${by} binds nothing`, async (tab) => {
      const { relay, id } = await connectAs(site.origin);
      const to = `${provider}/connect`;
      await tab.goTo(`${evil.origin}/`);
      await tab.evaluate(`(() => {
        document.body.innerHTML = '<form method="post"><input name="connection" value="${id}"></form>';
        document.forms[0].action = ${JSON.stringify(by === 'directly' ? to : site.redirect(by, to))};
        setTimeout(() => document.forms[0].submit());
      })()`);
      // What became a GET on the way is the connect page, which knows of no connection.
      await tab.until(`location.pathname === '/connect' && document.readyState === 'complete'`);
      const keeps = !['301', '302', '303'].includes(by);
      if (keeps) assert.match(String(await tab.evaluate('document.body.innerText')), /\(site-not-proven\)/);
      await tab.goTo('about:blank');
      await tab.goTo(`${provider}/connect#${id}`);
      await isRefused(tab, relay, id);
    });
  }

  test('a link to the site with the connection of somebody else leads nowhere', async (tab) => {
    const { relay, id } = await connectAs(site.origin);
    await tab.goTo(`${site.origin}/#wm-connect=${id}`);
    await tab.until('document.monetization?.agentState.status === "not-connected" && location.hash === ""');
    assert.equal(await tab.evaluate('location.origin'), site.origin);
    assert.equal((await relay.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  });

  for (const [title, headers] of [
    ['a site', {}],
    ['a site that hides its origin and cuts windows off', HIDDEN],
  ] as const) {
    test(`${title} is connected in one tab, also after a reload`, async (tab) => {
      const other = await serveRedirectingSite('other', page, headers);
      await tab.goTo(`${other.origin}/a/page`);
      await tab.click(CONNECT_BUTTON);
      await tab.until(ASKS);
      assert.equal(await tab.evaluate('location.pathname + location.search'), '/connect');
      assert.equal(await tab.evaluate('document.querySelector("#asking-site").textContent'), other.origin);
      await tab.evaluate('void location.reload()');
      await tab.until(`performance.getEntriesByType('navigation')[0].type === 'reload' && ${ASKS}`);
    });
  }

  test('a site that forbids its forms to lead to the provider is told what to change', async (tab) => {
    const strict = await serveRedirectingSite('strict', page, {
      'content-security-policy': "form-action 'self'",
    });
    await tab.goTo(`${strict.origin}/`);
    await tab.click(CONNECT_BUTTON);
    await tab.until('document.monetization?.agentState.error?.code === "form-action"');
    assert.match(String(await tab.evaluate('document.monetization.agentState.error.fix')), /form-action/);
  });
}

/** What an attacker does outside of a browser: a key of its own, and an Origin that nobody has checked. */
async function connectAs(origin: string): Promise<{ relay: RelayPage; id: string }> {
  const relay = await openRelayPage(provider, origin);
  const { id } = (await relay.call('POST', '/relay/connections', {})).body as { id: string };
  return { relay, id };
}

/** The attacker comes from the site, as it says, in a "browser" of its own. */
async function arriveOutside(id: string): Promise<void> {
  const sent = await world.provider.inject({
    method: 'POST',
    url: '/connect',
    headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `connection=${id}`,
  });
  const arrived = await world.provider.inject({
    method: 'POST',
    url: `/connect/${id}/arrivals`,
    headers: { origin: provider, cookie: sent.cookies.map((one) => `${one.name}=${one.value}`).join('; ') },
    payload: {},
  });
  assert.equal(arrived.statusCode, 200, 'there it is bound, to a cookie that no visitor has');
}

/** The visitor is asked nothing for this connection, and the attacker has nothing of theirs. */
async function isRefused(tab: Tab, relay: RelayPage, id: string): Promise<void> {
  await tab.until(`${LOST} || ${ASKS}`);
  assert.equal(await tab.evaluate(ASKS), false);
  assert.match(
    String(await tab.evaluate('document.querySelector("#message").textContent')),
    /lost the window/,
  );
  assert.match((await relay.call('GET', `/relay/connections/${id}`)).body.state as string, /^(new|bound)$/);
}
