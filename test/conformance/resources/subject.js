// The page in a frame or in a separate tab. Query: `link` (href, repeatable; default the `ok` wallet address,
// "none" for no link), `frame` (URL of a nested frame), `allow` (of that frame). The server handles `header`
// and `meta`.
/* global window, document, location, suite, URLSearchParams */
window.events = [];

const tell = (event) => {
  window.events.push(event);
  if (window.parent !== window) window.parent.postMessage(event, '*');
};

for (const type of ['load', 'error', 'monetization']) {
  document.addEventListener(
    type,
    ({ target, amountSent, incomingPayment, walletAddress, paymentPointer, isTrusted }) => {
      if (target.localName !== 'link') return;
      const { value, currency } = amountSent ?? {};
      const link = target.href;
      tell({
        type,
        link,
        value,
        currency,
        incomingPayment,
        walletAddress: walletAddress ?? paymentPointer,
        isTrusted,
        time: Date.now(),
      });
    },
    true,
  );
}
document.addEventListener('visibilitychange', () => window.events.push({ type: document.visibilityState }));
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  tell({ type: 'violation', effectiveDirective, blockedURI }),
);
window.addEventListener('pageshow', ({ persisted }) => window.events.push({ type: 'pageshow', persisted }));

const parameters = new URLSearchParams(location.search);
const links = parameters.getAll('link');
for (const href of links.length ? links : [suite.wallets.ok]) {
  if (href !== 'none')
    document.head.append(Object.assign(document.createElement('link'), { rel: 'monetization', href }));
}
if (parameters.has('frame')) {
  const frame = document.createElement('iframe');
  if (parameters.has('allow')) frame.allow = parameters.get('allow');
  frame.src = parameters.get('frame');
  // Events of the inner frame are forwarded to the outer one's parent with a prefix.
  window.addEventListener('message', ({ source, data }) => {
    if (source === frame.contentWindow && data?.type) tell({ ...data, type: `inner ${data.type}` });
  });
  document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
}
tell({ type: 'ready' });
