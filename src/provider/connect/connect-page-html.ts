/** Nothing from elsewhere, in no frame, kept by nobody. COOP stays unset, for the page has to speak to its opener. */
export const CONNECT_PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function connectPageHtml(sandbox: boolean): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Connect a wallet</title>
<link rel="stylesheet" href="/connect.css">
<script src="/connect.js" defer></script>
</head>
<body>
<main>
${sandbox ? '<p><strong class="sandbox">SANDBOX</strong> No real money moves here.</p>' : ''}
<h1>Connect a wallet</h1>
<p id="message" role="status">One moment…</p>
<form id="consent" hidden>
<p>While you look at its pages, this site may be paid from your wallet:</p>
<dl>
<dt>Site</dt><dd id="site"></dd>
<dt>At most</dt><dd id="budget"></dd>
<dt>At a rate of</dt><dd id="rate"></dd>
<dt>To</dt><dd>any wallet address that its pages name</dd>
</dl>
<label for="wallet-address">Your wallet address</label>
<input id="wallet-address" name="wallet-address" type="url" required placeholder="https://wallet.example/you" autocomplete="url">
<p>Your wallet asks you next, and you can end this there at any time.</p>
<p class="buttons"><button type="submit">Go on to the wallet</button> <button type="button" id="cancel">Cancel</button></p>
</form>
<noscript>This page needs JavaScript: it has to hear from the site that opened it.</noscript>
</main>
</body>
</html>
`;
}

export const CONNECT_PAGE_CSS = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-inline-size: 28rem; margin-inline: auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin-block: 0.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; font-weight: 600; }
label { display: block; margin-block: 1rem 0.25rem; }
input { box-sizing: border-box; inline-size: 100%; font: inherit; padding: 0.5rem; }
button { font: inherit; padding: 0.5rem 1rem; }
.sandbox { border: 1px solid; border-radius: 1rem; padding: 0.1rem 0.6rem; font-size: 0.8rem; }
`;
