import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetized, openConnectServers } from '../support/connect.js';
import { type Engine, launchEngines, type Tab } from '../support/engines.js';
import {
  centre,
  goOn,
  isApproved,
  isAsking,
  openConsent,
  pointAtButton,
  press,
  SETTLE,
  words,
  zoom,
} from '../support/consent-page.js';
import { serveRedirectingSite } from '../support/redirectors.js';

// The first to be closed.
const engines = await launchEngines();
const world = await openConnectServers();
const site = await serveRedirectingSite(
  'site',
  `<script>window.open = () => null</script>${monetized(world)}`,
);

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => {
      const tab = await newTab();
      await openConsent(tab, `${site.origin}/`, world.sandbox.directory.wallets.visitor);
      await steps(tab);
    });

  test('a press at 799 ms approves nothing, wherever it ends; one at 800 ms does', async (tab) => {
    const { mouse } = tab;
    await goOn(tab, 799);
    await pointAtButton(tab);
    await mouse.down();
    await goOn(tab, 1);
    await mouse.up();
    assert.ok(await isAsking(tab), 'pressed at 799 ms');
    assert.match(await words(tab), /too soon/);
    await goOn(tab, 798);
    assert.match(await words(tab), /too soon/, 'it waits as long again');
    await goOn(tab, 1);
    // Elsewhere on the button: WebKit's driver counts one more click at the same place as a double click.
    await pointAtButton(tab, 20);
    await mouse.down();
    await mouse.up();
    await isApproved(tab);
  });

  test('a double click that begins too soon approves nothing', async (tab) => {
    await pointAtButton(tab);
    await goOn(tab, 799);
    await press(tab);
    await goOn(tab, 1);
    await press(tab);
    assert.ok(await isAsking(tab));
  });

  test('a key that was pressed before, and is held, approves nothing', async (tab) => {
    await tab.evaluate('void document.querySelector("#approve").focus()');
    await tab.enter.down();
    await goOn(tab, SETTLE);
    for (let time = 0; time < 5; time += 1) await tab.enter.down();
    assert.ok(await isAsking(tab));
    await tab.enter.up();
    assert.ok(await isAsking(tab), 'let go');
  });

  test('a button that comes under a pointer at rest approves nothing', async (tab) => {
    // Where the pointer lies when the window comes up.
    const { x, y } = await centre(tab);
    await tab.mouse.move(x, y);
    await tab.evaluate(`void (document.querySelector('#consent').style.marginTop = '300px')`);
    await tab.evaluate('void dispatchEvent(new Event("focus"))');
    await goOn(tab, SETTLE);
    await tab.evaluate(`void (document.querySelector('#consent').style.marginTop = '')`);
    await press(tab);
    assert.ok(await isAsking(tab), 'the page has moved, and the pointer has not');
  });

  test('what scrolls away, or under the pointer, between press and release approves nothing', async (tab) => {
    await tab.evaluate(`void (document.body.style.paddingBlockEnd = '3000px')`);
    await goOn(tab, SETTLE);
    await pointAtButton(tab);
    await tab.mouse.down();
    await tab.evaluate('scrollBy(0, 200)');
    await tab.mouse.up();
    assert.ok(await isAsking(tab), 'away');
    await tab.mouse.down();
    await tab.evaluate('scrollBy(0, -200)');
    await tab.mouse.up();
    assert.ok(await isAsking(tab), 'under it');
  });

  test('a page that is zoomed between press and release, and after it, waits again', async (tab) => {
    await goOn(tab, SETTLE);
    await pointAtButton(tab);
    await tab.mouse.down();
    await zoom(tab);
    await tab.mouse.up();
    assert.ok(await isAsking(tab), 'pressed before');
    await press(tab);
    assert.ok(await isAsking(tab), 'pressed at once');
  });

  test('a drag that begins or ends elsewhere approves nothing', async (tab) => {
    const { mouse } = tab;
    await goOn(tab, SETTLE);
    await mouse.move(5, 5);
    await mouse.down();
    await pointAtButton(tab);
    await mouse.up();
    assert.ok(await isAsking(tab), 'dragged on to it');
    await mouse.down();
    await mouse.move(5, 5);
    await mouse.up();
    assert.ok(await isAsking(tab), 'dragged away');
  });
}
