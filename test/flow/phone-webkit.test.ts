import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monetized, openConnectWorld, serveSite } from '../support/connect.js';
import { MOBILE } from '../support/phone.js';
import { WebKit } from '../support/webkit.js';

/** A cent every two seconds. */
const allowance = { ratePerHour: '18.00', budget: '5.00', period: 'P1M' };
/** As an application's own browser has it: it opens no windows, and the connect page comes in the same tab. */
const WITHOUT_WINDOWS = '<script>window.open = () => null</script>';
const COUNTING = `<script>
  let sent = 0;
  addEventListener('monetization', ({ amountSent }) => (sent += Number(amountSent.value)));
</script>`;
const STATUS = 'document.querySelector("wm-status").shadowRoot';

const webkit = await WebKit.launch();
if (webkit) testIn(webkit);

// Not by a finger: WebKitWebDriver 2.50.6 answers a pointer of type `touch` with `200 {"value":null}`, and the page hears a mouse: `pointerdown` has
// the `pointerType` "mouse", there is no `touchstart`, and `(pointer: coarse)` does not match. `/touch/click` is an "unknown command". A pen arrives as
// one, and is no mouse to the connect page either: so all is tapped with a pen.
function testIn(webkit: WebKit): void {
  test('in WebKit, in one tab, taps of a pen connect a wallet, pause, and disconnect', async () => {
    const world = await openConnectWorld({ allowance });
    const site = await serveSite(MOBILE + WITHOUT_WINDOWS + COUNTING + monetized(world));
    await webkit.goTo(site);
    await webkit.tap(buttonOf('Connect'));

    await webkit.until('document.querySelector("#wallet:not([hidden])")');
    await webkit.type('#wallet-address', world.sandbox.directory.wallets.visitor);
    await webkit.tap(one('#wallet [type=submit]'));
    await webkit.tap(one('#approve[aria-disabled=false]'));
    await webkit.tap(one('button[value=accept]'));
    await webkit.until('document.body.innerText.includes("Connected.")');
    await webkit.tap(one('#back'));

    await webkit.until('sent >= 0.02');
    assert.equal(await webkit.evaluate('location.origin'), site);
    await webkit.tap(buttonOf('Pause'));
    await webkit.until(`${STATUS}.textContent.includes("You paused payments to this page.")`);

    await webkit.goTo(`${world.origin}/account`);
    assert.match(
      String(await webkit.evaluate('document.body.innerText')),
      new RegExp(`${site}[^]*0\\.\\d\\d USD of 5\\.00 USD per month spent`),
    );
    await webkit.goTo(site);
    await webkit.tap(buttonOf('Disconnect'));
    await webkit.until(`${STATUS}.textContent.includes("No wallet is connected for this site.")`);
  });
}

function one(selector: string): string {
  return `document.querySelector(${JSON.stringify(selector)})`;
}

function buttonOf(word: string): string {
  return `[...${STATUS}.querySelectorAll("button")].find(({ innerText }) => innerText.startsWith("${word}"))`;
}
