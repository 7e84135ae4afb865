import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, test } from 'node:test';
import type { AddressInfo } from 'node:net';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';
import { wasNeverSent } from '../../../src/provider/open-payments/classify-error.js';
import { freePort } from '../../support/free-ports.js';

const egress = createEgress(createEgressOptions(true, { sandbox: true, failureThreshold: 2 }));
after(() => egress.close());

async function failureAt(url: string): Promise<unknown> {
  try {
    await egress.send({ method: 'POST', url: new URL(url), headers: {}, body: '{}' });
  } catch (error) {
    return error;
  }
  return assert.fail('unexpected response');
}

test('a payment to a wallet that is unreachable or blocked was never sent, so its reservation is released', async () => {
  const url = `http://localhost:${await freePort()}/`;
  for (let tries = 0; tries < 3; tries += 1) assert.equal(wasNeverSent(await failureAt(url)), true);
  assert.match(String(await failureAt(url)), /Requests to the host are suspended/);
  assert.equal(wasNeverSent(await failureAt('http://10.0.0.1/')), true);
});

test('a payment whose response was lost or invalid may have been made', async () => {
  const server = createServer((_request, response) => response.destroy()).listen(0, 'localhost');
  after(() => server.close());
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  assert.equal(wasNeverSent(await failureAt(url)), false);
  assert.equal(wasNeverSent(new Error('a bug')), false);
});
