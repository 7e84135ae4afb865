import { after } from 'node:test';
import { createProvider, type ProviderOptions } from '../../../src/provider/provider.js';
import { freePort } from '../../support/free-ports.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';

/**
 * Starts another node on a database, with the same origin as the first.
 * @returns the URL at which it listens.
 */
export async function startNode(options: Omit<ProviderOptions, 'dataDirectory'>): Promise<string> {
  const port = await freePort();
  const node = await createProvider({ ...options, dataDirectory: null });
  await node.listen({ host: 'localhost', port });
  after(() => node.close());
  return `http://localhost:${port}`;
}

/** The same page, with its calls sent to another node. Its proofs are for the common origin. */
export async function routeToNode(
  node: string,
  origin: string,
  { key }: RelayPage,
  site?: string,
): Promise<RelayPage> {
  const there = await openRelayPage(node, site, key);
  return {
    key,
    call: (method, path, body, changes = {}) =>
      there.call(method, path, body, { ...changes, proof: { url: `${origin}${path}` } }),
  };
}
