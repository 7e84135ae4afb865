/**
 * What each rule of `wm check` finds, for the reference. Findings are problems, unless marked as a warning.
 */
export const RULE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'page-not-secure': 'A page with HTTP that is not on this machine.',
  'link-missing': 'No monetization link.',
  'link-misspelt': 'Near misses such as `rel="web-monetization"` and `<a rel="monetization">`.',
  'link-not-in-document': 'A link in a shadow tree or a template.',
  'link-in-body': 'A link in the body, outside of media (warning).',
  'rel-exact': 'Other words in `rel`: the browser extension does not see such a link.',
  'wallet-address-url':
    'A wallet address that the browser extension refuses: port, query, fragment, user name, HTTP, `$pointer`, or no scheme (warning for the sandbox on this machine).',
  'wallet-address-response': 'A wallet address that does not respond, or responds with something else.',
  'iframe-allow':
    'A frame with a link and without `allow="monetization"`; another spelling of it is a warning.',
  'script-not-loaded': 'A `wm.js` that is missing.',
  'script-inert':
    'A script that a consent manager or an optimiser has disabled with its `type`, and that never ran.',
  'script-late': 'A `wm.js` with `async` or `defer`, or as a module (warning for a bundle).',
  'unknown-attribute': 'A misspelt attribute or value of the script tag.',
  'native-agent':
    'What a visitor with the extension gets: with `data-force` two payments; in a sandbox with `data-passive` none (warning).',
  'simulate-in-public': 'Simulated payments on a public host (warning if `data-simulate-on` names the host).',
  'csp-blocks': 'A content security policy that blocks the script or the provider.',
  'agent-error': 'An error that the agent of the page reports.',
  'supports-too-early': '`relList.supports()` is called before `wm.js` has run.',
  'supports-late': '`relList.supports()` is called half a second after the page has loaded (warning).',
  'link-queried-too-early': 'A script looks for the link before it exists.',
  'unlock-on-load': 'Paid content that appears with `load`, before any payment.',
  'float-sum': '`amountSent.value` is added as a floating-point number.',
  'deprecated-meta': 'The tag of the first version, `<meta name="monetization">`.',
  'deprecated-payment-pointer': 'The event’s `paymentPointer` without `walletAddress`.',
  'deprecated-document-monetization': 'State and events of the first version.',
};
