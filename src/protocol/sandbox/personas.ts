/**
 * The visitors that a simulation or a sandbox can play:
 * - `paying`: a wallet is connected and pays
 * - `no-agent`: the browser does not support Web Monetization
 * - `no-wallet`: there is an agent, but no wallet is connected
 * - `declined`: the visitor has declined
 * - `slow`: every response is delayed
 * - `runs-out`: the budget is used up after a few payments
 * - `flaky`: some responses fail
 * - `late`: support appears some time after the page has loaded, as with older extensions
 */
export const PERSONAS = [
  'paying',
  'no-agent',
  'no-wallet',
  'declined',
  'slow',
  'runs-out',
  'flaky',
  'late',
] as const;

export type Persona = (typeof PERSONAS)[number];

/** The persona of a page comes from `?wm=paying`, else from `localStorage.wm`. */
export const PERSONA_KEY = 'wm';
