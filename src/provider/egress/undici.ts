import type * as Undici from 'undici';

// If undici is loaded first, its lib/global.js installs its dispatcher for the `fetch` of the whole process.
// Node's `fetch` uses another version of undici and fails with it. Accessing Node's globals first avoids
// this.
void globalThis.Headers;

const undici = await import('undici');
export const Agent: typeof Undici.Agent = undici.Agent;
export const buildConnector: typeof Undici.buildConnector = undici.buildConnector;
