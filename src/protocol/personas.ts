/**
 * Whom a simulation or a sandbox plays:
 * `paying` a wallet is connected and pays · `no-agent` the page finds what it finds in an unsupported browser · `no-wallet` an agent, no wallet connected ·
 * `declined` the visitor has said no · `slow` every answer takes its time · `runs-out` the budget ends after a few payments ·
 * `flaky` some answers fail · `late` support appears only some time after the page has loaded, as in older extensions.
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

/** Where a page is told its persona: `?wm=paying`, else `localStorage.wm`. */
export const PERSONA_KEY = 'wm';
