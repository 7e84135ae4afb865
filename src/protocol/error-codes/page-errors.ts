/** The errors that the page detects itself, so they have no HTTP status. */
// prettier-ignore
export const PAGE_ERRORS = {
  'provider-missing': {
    title: 'No provider is configured, so the polyfill did nothing.',
    fix: 'Add data-provider="https://your-provider" to the script tag.',
  },
  'provider-invalid': {
    title: 'The configured provider is not an http(s) origin.',
    fix: 'Use an absolute URL such as data-provider="https://provider.example".',
  },
  'simulation-not-allowed': {
    title: 'Simulation is only allowed on local hosts.',
    fix: 'Configure a provider, or list the host of this page: data-simulate-on="staging.example.com".',
  },
  'provider-unreachable': {
    title: 'The provider did not respond.',
    fix: 'Check that the provider is running, that its URL is correct, and that the CSP of the page allows it (connect-src).',
  },
  'provider-response-invalid': {
    title: 'The provider’s response does not follow the relay protocol.',
    fix: 'Check that data-provider is the URL of a wm-polyfill provider.',
  },
  'agent-failed': {
    title: 'The Web Monetization script failed unexpectedly.',
    fix: 'Check whether the page overrides built-in browser APIs.',
  },
  'agent-not-loaded': {
    title: 'The file wm-agent.js could not be loaded.',
    fix: 'Serve it from the folder of wm.js, or name its folder with data-base. Caches and optimizers may have moved it.',
  },
  'insecure-context': { title: 'Web Monetization needs a secure context.', fix: 'Serve the page over https, or from localhost.' },
  'not-connected': { title: 'No wallet is connected for this site.', fix: 'Connect a wallet at the provider.' },
  'popup-blocked': {
    title: 'The window for connecting a wallet could not be opened.',
    fix: 'Connect in response to a click, on a page that is not in a frame.',
  },
  'form-action': {
    title: 'The Content Security Policy of this page blocks navigation to the connect page.',
    fix: 'Add the provider to form-action, or send Cross-Origin-Opener-Policy: same-origin-allow-popups.',
  },
  'monetization-not-allowed': {
    title: 'This frame is not allowed to use monetization.',
    fix: 'Add allow="monetization" to its <iframe>, and load this script in the parent page too.',
  },
  'monetization-src': {
    title: 'The Content Security Policy of this page blocks payments to this wallet address.',
    fix: 'Add its origin to monetization-src, or to default-src if there is no monetization-src.',
  },
  'policy-unavailable': {
    title: 'The policies of this page could not be read.',
    fix: 'Serve wm-policy.js from the same folder as wm.js.',
  },
} as const;
