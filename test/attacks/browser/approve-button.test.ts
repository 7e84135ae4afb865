import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { monetizedHtml, openConnectServers } from '../../support/connect/connect-environment.js';
import { type Engine, launchEngines, type Tab } from '../../support/browsers/engines.js';
import {
  approveButtonCenter,
  advanceClock,
  waitForApproval,
  isAwaitingApproval,
  openConsentPage,
  pointAtButton,
  pressMouse,
  SETTLE_MS,
  readApproveState,
  simulateZoom,
} from '../../support/connect/consent-page.js';
import { serveRedirectingSite } from '../../support/browsers/redirecting-site.js';

// Closed first.
const engines = await launchEngines();
const environment = await openConnectServers();
const site = await serveRedirectingSite(
  'site',
  `<script>window.open = () => null</script>${monetizedHtml(environment)}`,
);

for (const engine of engines) attack(engine);

function attack({ name, newTab }: Engine): void {
  const test = (title: string, steps: (tab: Tab) => Promise<void>): void =>
    void nodeTest(`${title} (${name})`, async () => {
      const tab = await newTab();
      await openConsentPage(tab, `${site.origin}/`, environment.sandbox.directory.wallets.visitor);
      await steps(tab);
    });

  test('a press at 799 ms does not approve, wherever it ends; a press at 800 ms approves', async (tab) => {
    const { mouse } = tab;
    await advanceClock(tab, 799);
    await pointAtButton(tab);
    await mouse.down();
    await advanceClock(tab, 1);
    await mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'pressed at 799 ms');
    assert.match(await readApproveState(tab), /too soon/);
    await advanceClock(tab, 798);
    assert.match(await readApproveState(tab), /too soon/, 'the wait restarts');
    await advanceClock(tab, 1);
    // At another position: WebKit's driver counts a second click at the same position as a double click.
    await pointAtButton(tab, 20);
    await mouse.down();
    await mouse.up();
    await waitForApproval(tab);
  });

  test('a double click that starts too early does not approve', async (tab) => {
    await pointAtButton(tab);
    await advanceClock(tab, 799);
    await pressMouse(tab);
    await advanceClock(tab, 1);
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab));
  });

  test('a held key that was pressed before the wait ended does not approve', async (tab) => {
    await tab.evaluate('void document.querySelector("#approve").focus()');
    await tab.enterKey.down();
    await advanceClock(tab, SETTLE_MS);
    for (let time = 0; time < 5; time += 1) await tab.enterKey.down();
    assert.ok(await isAwaitingApproval(tab));
    await tab.enterKey.up();
    assert.ok(await isAwaitingApproval(tab), 'released');
  });

  test('a button that moves under a resting pointer does not approve', async (tab) => {
    // The pointer's position when the window opens.
    const { x, y } = await approveButtonCenter(tab);
    await tab.mouse.move(x, y);
    await tab.evaluate(`void (document.querySelector('#consent').style.marginTop = '300px')`);
    await tab.evaluate('void dispatchEvent(new Event("focus"))');
    await advanceClock(tab, SETTLE_MS);
    await tab.evaluate(`void (document.querySelector('#consent').style.marginTop = '')`);
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab), 'the page moved, the pointer did not');
  });

  test('a button that scrolls between press and release does not approve', async (tab) => {
    await tab.evaluate(`void (document.body.style.paddingBlockEnd = '3000px')`);
    await advanceClock(tab, SETTLE_MS);
    await pointAtButton(tab);
    await tab.mouse.down();
    await tab.evaluate('scrollBy(0, 200)');
    await tab.mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'away');
    await tab.mouse.down();
    await tab.evaluate('scrollBy(0, -200)');
    await tab.mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'scrolled under the pointer');
  });

  test('a zoom between press and release, or after it, restarts the wait', async (tab) => {
    await advanceClock(tab, SETTLE_MS);
    await pointAtButton(tab);
    await tab.mouse.down();
    await simulateZoom(tab);
    await tab.mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'pressed before the zoom');
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab), 'pressed directly after the zoom');
  });

  test('a drag that starts or ends outside the button does not approve', async (tab) => {
    const { mouse } = tab;
    await advanceClock(tab, SETTLE_MS);
    await mouse.move(5, 5);
    await mouse.down();
    await pointAtButton(tab);
    await mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'dragged onto the button');
    await mouse.down();
    await mouse.move(5, 5);
    await mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'dragged off the button');
  });
}
