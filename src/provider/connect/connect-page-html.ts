import { html } from '../../server/html.js';
import { renderProviderPage } from '../pages/page.js';

export function connectPageHtml(sandbox: boolean): string {
  const body = html`<h1 id="title" tabindex="-1">Connect a wallet</h1>
<p id="message" role="status">One moment…</p>
<form id="wallet" hidden>
<p>The site <strong id="asking-site"></strong> requests payments from your wallet while you view its pages.</p>
<label for="wallet-address">Your wallet address</label>
<input id="wallet-address" name="wallet-address" type="url" required placeholder="https://wallet.example/you" autocomplete="url">
<p class="buttons"><button type="submit">Continue</button> <button type="button" data-deny>Don’t allow</button></p>
</form>
<form id="consent" hidden>
<p>This site can receive payments from your wallet while you view its pages:</p>
<dl>
<dt>Site</dt><dd id="site"></dd>
<dt>Wallet</dt><dd><span id="wallet-name"></span> <span id="wallet-url"></span> <button type="button" class="link" id="another-wallet">Use another wallet</button></dd>
<dt>To</dt><dd>any wallet address on its pages</dd>
<dt><label for="budget">At most</label></dt><dd><input id="budget" name="budget" inputmode="decimal" autocomplete="off" required aria-describedby="budget-max"> <span id="budget-unit"></span> <small id="budget-max"></small></dd>
<dt><label for="rate">At a rate of</label></dt><dd><input id="rate" name="rate" inputmode="decimal" autocomplete="off" required aria-describedby="rate-max"> <span id="rate-unit"></span> <small id="rate-max"></small></dd>
<dt>Until</dt><dd><time id="until"></time>, then your consent is required again</dd>
</dl>
<p id="approve-state" role="status"></p>
<p class="buttons"><button type="submit" id="approve" aria-disabled="true" aria-describedby="approve-state">Continue to your wallet</button> <button type="button" data-deny>Don’t allow</button></p>
<p>Your wallet asks for your consent next. You can lower the limits, pause payments or disconnect the site at any time on <a href="/account" target="_blank" rel="noopener">your account page</a>.</p>
<p id="more" aria-hidden="true" hidden>Scroll down for more.</p>
</form>
<p id="after" class="buttons" hidden><a href="/account">Your account page</a> <button type="button" id="close">Close this window</button></p>
<noscript>This page needs JavaScript to receive a message from the site that opened it.</noscript>`;
  return renderProviderPage({ title: 'Connect a wallet', script: '/connect.js', sandbox, body }).text;
}
