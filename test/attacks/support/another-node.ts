import { after } from 'node:test';
import { createProvider, type ProviderOptions } from '../../../src/provider/provider.js';
import { freePort } from '../../support/free-ports.js';
import { openRelayPage, type RelayPage } from '../../support/relay-page.js';

/** Another node on a database, which answers by the origin that it has in common with the first. @returns where it listens. */
export async function startNode(options: Omit<ProviderOptions, 'dataDirectory'>): Promise<string> {
  const port = await freePort();
  const node = await createProvider({ ...options, dataDirectory: null });
  await node.listen({ host: 'localhost', port });
  after(() => node.close());
  return `http://localhost:${port}`;
}

/** The page, its calls sent to another node. What it signs is the origin that both have. */
export async function at(
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
