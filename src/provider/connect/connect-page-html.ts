import { html } from '../pages/html.js';
import { page } from '../pages/page.js';

export function connectPageHtml(sandbox: boolean): string {
  const body = html`<h1 id="title" tabindex="-1">Connect a wallet</h1>
<p id="message" role="status">One moment…</p>
<form id="wallet" hidden>
<p>The site <strong id="asking-site"></strong> asks whether it may be paid from your wallet while you look at its pages.</p>
<label for="wallet-address">Your wallet address</label>
<input id="wallet-address" name="wallet-address" type="url" required placeholder="https://wallet.example/you" autocomplete="url">
<p class="buttons"><button type="submit">Continue</button> <button type="button" data-no>No, not for this site</button></p>
</form>
<form id="consent" hidden>
<p>While you look at its pages, this site may be paid from your wallet:</p>
<dl>
<dt>Site</dt><dd id="site"></dd>
<dt>Wallet</dt><dd><span id="wallet-name"></span> <span id="wallet-url"></span> <button type="button" class="link" id="another-wallet">Use another wallet</button></dd>
<dt>To</dt><dd>any wallet address that its pages name</dd>
<dt><label for="budget">At most</label></dt><dd><input id="budget" name="budget" inputmode="decimal" autocomplete="off" required aria-describedby="budget-most"> <span id="budget-unit"></span> <small id="budget-most"></small></dd>
<dt><label for="rate">At a rate of</label></dt><dd><input id="rate" name="rate" inputmode="decimal" autocomplete="off" required aria-describedby="rate-most"> <span id="rate-unit"></span> <small id="rate-most"></small></dd>
<dt>Until</dt><dd><time id="until"></time>, then you are asked again</dd>
</dl>
<p id="approve-state" role="status"></p>
<p class="buttons"><button type="submit" id="approve" aria-disabled="true" aria-describedby="approve-state">Go on to the wallet</button> <button type="button" data-no>No, not for this site</button></p>
<p>Your wallet asks you next. You can lower this, pause it or end it at any time on <a href="/account" target="_blank" rel="noopener">your account page</a>.</p>
<p id="more" aria-hidden="true" hidden>There is more below.</p>
</form>
<p id="after" class="buttons" hidden><a href="/account">Your account page</a> <button type="button" id="close">Close this window</button></p>
<noscript>This page needs JavaScript: it has to hear from the site that opened it.</noscript>`;
  return page({ title: 'Connect a wallet', script: '/connect.js', sandbox, body }).text;
}
