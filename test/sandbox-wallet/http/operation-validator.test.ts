import assert from 'node:assert/strict';
import { test } from 'node:test';
import documents from '@interledger/open-payments/dist/openapi/index.js';
import { fastify } from 'fastify';
import { authServer } from '../../../src/sandbox-wallet/auth-server/auth-server.js';
import { createActiveFaults } from '../../../src/sandbox-wallet/faults/active-faults.js';
import { serveOperations } from '../../../src/sandbox-wallet/operations/serve-operations.js';
import { resourceServer } from '../../../src/sandbox-wallet/resource-server/resource-server.js';
import type { SandboxWallet } from '../../../src/sandbox-wallet/wallet/wallet.js';

const QUOTE = { method: 'GET', path: '/quotes/{id}' } as const;

test('a response that violates its OpenAPI document is replaced by a 500, so that tests fail', async () => {
  const server = fastify();
  const wallet = { origin: 'http://localhost:1', faults: createActiveFaults() } as unknown as SandboxWallet;
  const bodies: unknown[] = [{ id: 'http://localhost:1/op/quotes/1' }, {}, undefined];
  const answer = (exchange: { response: object }) => {
    exchange.response = { status: 200, body: bodies.shift() };
  };
  const operations = [{ ...QUOTE, steps: [answer] }];
  serveOperations(server, wallet, { ...resourceServer, operations });
  for (let count = bodies.length; count > 0; count -= 1) {
    const headers = { 'signature-input': 'a', signature: 'b' };
    assert.equal((await server.inject({ url: '/quotes/1', headers })).statusCode, 500);
  }
});

test('every operation of the auth and resource documents is served', async () => {
  for (const [document, server] of [
    [await documents.getAuthServerOpenAPI(), authServer],
    [await documents.getResourceServerOpenAPI(), resourceServer],
  ] as const) {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      ['get', 'post', 'put', 'delete']
        .filter((method) => item && method in item)
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = server.operations.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(served.toSorted(), documented.toSorted());
  }
});
