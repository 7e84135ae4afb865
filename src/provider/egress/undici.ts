// undici puts a dispatcher of its own under the `fetch` of the whole process when it is loaded first (its lib/global.js), and Node's fetch, which is
// another version of undici, fails on it. Touching Node's own first keeps the two apart.
void globalThis.Headers;

export const { Agent, buildConnector } = await import('undici');
