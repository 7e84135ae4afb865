import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateProof } from 'dpop';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { createPostgresDatabase } from '../../support/postgres/test-database.js';
import { Visitor } from '../../support/provider/visitor.js';
import { routeToNode, startNode } from '../support/second-node.js';

/** The operator's visitors connect by hand. */
const SITE = 'https://site.example';
const shared = { databaseUrl: await createPostgresDatabase(), secretKey: 'k'.repeat(43), sandbox: true };
let ahead = 0;
const sandbox = await openSandbox({ provider: { ...shared, now: () => Date.now() + ahead } });
const { provider: origin, wallets, testWalletAddresses } = sandbox.directory;
const other = await startNode({ ...shared, origin, now: () => Date.now() + ahead });
/** The same page, with its calls sent to the other node. */
const elsewhere = (page: RelayPage, site?: string, node = other) => routeToNode(node, origin, page, site);

test('a proof is valid once across both nodes, also when both receive it at the same time', async () => {
  const page = await openRelayPage(origin);
  const first = await page.call('POST', '/relay/connections', {});
  assert.equal(first.status, 201);
  const again = await page.call('POST', '/relay/connections', {}, { headers: { dpop: first.proof } });
  assert.equal(again.body.code, 'proof-invalid');
  const moved = await elsewhere(page);
  const there = await moved.call('POST', '/relay/connections', {}, { headers: { dpop: first.proof } });
  assert.deepEqual([there.status, there.body.code], [401, 'proof-invalid']);

  const path = `/relay/connections/${first.body.id}`;
  for (let round = 0; round < 20; round += 1) {
    const headers = { origin: 'http://localhost:3000', dpop: await proofOf(page, 'GET', path) };
    const answers = await Promise.all([origin, other].map((node) => fetch(node + path, { headers })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401]);
  }
});

test('both nodes accept the same nonce, and both reject it when it is old', async () => {
  const page = await openRelayPage(origin);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const path = `/relay/connections/${id}`;
  const statuses = async (nonce: string) =>
    Promise.all(
      [origin, other].map(async (node) => {
        const dpop = await generateProof(page.key, origin + path, 'GET', nonce);
        return (await fetch(node + path, { headers: { origin: 'http://localhost:3000', dpop } })).status;
      }),
    );
  const nonce = await nonceOf(origin);
  assert.deepEqual(await statuses(nonce), [200, 200]);
  ahead += 181_000;
  assert.deepEqual(await statuses(nonce), [401, 401]);
  ahead = 0;
});

test('a node whose clock is a minute ahead does not delete proofs that others still accept', async () => {
  const early = await startNode({ ...shared, origin, now: () => Date.now() + ahead + 60_000 });
  const page = await openRelayPage(origin);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const path = `/relay/connections/${id}`;
  const dpop = await proofOf(page, 'GET', path);
  const headers = { origin: 'http://localhost:3000', dpop };
  assert.equal((await fetch(origin + path, { headers })).status, 200);
  for (; ahead <= 300_000; ahead += 10_000) {
    // Each call lets this node delete the proofs that it considers expired.
    await (await elsewhere(page, undefined, early)).call('GET', path);
    for (const node of [origin, other, early])
      assert.equal((await fetch(node + path, { headers })).status, 401, `after ${ahead} ms`);
  }
  ahead = 0;
});

test('both nodes share Idempotency-Key responses, per body and caller', async () => {
  const page = await openRelayPage(origin);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
  const open = (where: RelayPage, walletAddress = testWalletAddresses['ok']) =>
    where.call(
      'POST',
      '/relay/sessions',
      { connection, walletAddress },
      { headers: { 'idempotency-key': 'the-same' } },
    );
  const made = await open(page);
  assert.equal(made.status, 201);
  // The response is stored while it is being sent.
  while ((await open(page)).body.code === 'request-in-flight');
  const there = await elsewhere(page);
  const repeated = await open(there);
  assert.deepEqual([repeated.status, repeated.body], [201, made.body]);
  assert.equal((await open(there, testWalletAddresses['alias'])).body.code, 'idempotency-key-reused');
  const otherPage = await open(await elsewhere(await openRelayPage(origin)));
  assert.deepEqual([otherPage.status, otherPage.body.code], [404, 'not-found']);
});

test('a form token, a bind challenge and a wallet’s interaction response are valid once across both nodes', async () => {
  for (let round = 0; round < 5; round += 1) {
    const page = await openRelayPage(origin, SITE);
    const { id } = (await page.call('POST', '/relay/connections', {})).body;
    const here = new Visitor(origin);
    const { challenge } = (await here.call('POST', `/connect/${id}/challenges`, {})).body;
    const bind = (where: RelayPage) => where.call('POST', `/relay/connections/${id}/bind`, { challenge });
    const moved = await elsewhere(page, SITE);
    assert.deepEqual(statusesOf(await Promise.all([bind(page), bind(moved)])), [200, 400]);
    assert.equal((await bind(moved)).status, 400);

    const there = new Visitor(other);
    there.cookie = here.cookie;
    const { token } = (await here.submitWalletAddress(id, wallets.visitor)).body;
    const consent = (visitor: Visitor) =>
      visitor.call(
        'POST',
        `/connect/${id}/consents`,
        { token, budget: '5.00', ratePerHour: '0.60' },
        { origin },
      );
    const answers = await Promise.all([consent(here), consent(there)]);
    assert.deepEqual(statusesOf(answers), [200, 403]);
    assert.deepEqual([(await consent(here)).status, (await consent(there)).status], [403, 403]);

    const redirect = answers.find(({ status }) => status === 200)?.body.redirect as string;
    const { pathname, search } = await acceptInteraction(redirect);
    const finish = (visitor: Visitor) => visitor.call('GET', pathname + search);
    assert.deepEqual(statusesOf(await Promise.all([finish(here), finish(there)])), [200, 404]);
    assert.equal((await finish(there)).status, 404);
    assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'active');
  }
});

async function proofOf({ key }: RelayPage, method: string, path: string): Promise<string> {
  return generateProof(key, origin + path, method, await nonceOf(origin));
}

async function nonceOf(node: string): Promise<string> {
  return (await fetch(`${node}/relay`)).headers.get('dpop-nonce') ?? '';
}

function statusesOf(answers: { status: number }[]): number[] {
  return answers.map(({ status }) => status).sort();
}
