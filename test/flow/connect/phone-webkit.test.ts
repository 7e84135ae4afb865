import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  monetizedHtml,
  openConnectEnvironment,
  serveSite,
} from '../../support/connect/connect-environment.js';
import { MOBILE_META } from '../../support/browsers/phone.js';
import { WebKit } from '../../support/browsers/webkit.js';

/** A cent every two seconds. */
const allowance = { ratePerHour: '18.00', budget: '5.00', period: 'P1M' };
/** Like an in-app browser, which opens no windows: the connect page opens in the same tab. */
const WITHOUT_WINDOWS = '<script>window.open = () => null</script>';
const COUNTER_SCRIPT = `<script>
  let sent = 0;
  addEventListener('monetization', ({ amountSent }) => (sent += Number(amountSent.value)));
</script>`;
const STATUS = 'document.querySelector("wm-status").shadowRoot';

const webkit = await WebKit.launch();
if (webkit) testIn(webkit);

// A pen instead of a finger: WebKitWebDriver 2.50.6 responds to a pointer of type `touch` with `200
// {"value":null}`, but the page receives mouse events. `pointerdown` has the `pointerType` "mouse", there is
// no `touchstart`, and `(pointer: coarse)` does not match. `/touch/click` is an "unknown command". A pen
// arrives as a pen, which the connect page does not treat as a mouse.
function testIn(webkit: WebKit): void {
  test('in WebKit, in a single tab, pen taps connect a wallet, pause, and disconnect', async () => {
    const environment = await openConnectEnvironment({ allowance });
    const site = await serveSite(MOBILE_META + WITHOUT_WINDOWS + COUNTER_SCRIPT + monetizedHtml(environment));
    await webkit.goTo(site);
    await webkit.tap(buttonOf('Connect'));

    await webkit.waitFor('document.querySelector("#wallet:not([hidden])")');
    await webkit.type('#wallet-address', environment.sandbox.directory.wallets.visitor);
    await webkit.tap(one('#wallet [type=submit]'));
    await webkit.tap(one('#approve[aria-disabled=false]'));
    await webkit.tap(one('button[value=accept]'));
    await webkit.waitFor('document.body.innerText.includes("Connected.")');
    await webkit.tap(one('#back'));

    await webkit.waitFor('sent >= 0.02');
    assert.equal(await webkit.evaluate('location.origin'), site);
    await webkit.tap(buttonOf('Pause'));
    await webkit.waitFor(`${STATUS}.textContent.includes("You paused payments to this page.")`);

    await webkit.goTo(`${environment.origin}/account`);
    assert.match(
      String(await webkit.evaluate('document.body.innerText')),
      new RegExp(`${site}[^]*0\\.\\d\\d USD of 5\\.00 USD per month spent`),
    );
    await webkit.goTo(site);
    await webkit.tap(buttonOf('Disconnect'));
    await webkit.waitFor(`${STATUS}.textContent.includes("No wallet is connected for this site.")`);
  });
}

function one(selector: string): string {
  return `document.querySelector(${JSON.stringify(selector)})`;
}

function buttonOf(word: string): string {
  return `[...${STATUS}.querySelectorAll("button")].find(({ innerText }) => innerText.startsWith("${word}"))`;
}
