import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { createProvider } from '../../src/provider/provider.js';
import { freePort } from '../support/free-ports.js';
import {
  type CallChanges,
  openRelayPage,
  type RelayResponse,
  type RelayPage,
} from '../support/provider/relay-page.js';
import { openSandbox } from '../support/open-sandbox.js';
import { createPostgresDatabase } from '../support/postgres/test-database.js';
import { readVisitorsPayments } from '../support/wallets/official-client.js';

const DURATION_S = 12;
const TAB_COUNT = 20;
/** Milliseconds in which a cent is due. */
const PAYMENT_DELAY_MS = 2_000;
let ahead = 0;
const shared = {
  ...{ databaseUrl: await createPostgresDatabase(), secretKey: 'k'.repeat(43) },
  repeat: () => () => undefined,
};
const now = () => Date.now() + ahead;
const sandbox = await openSandbox({ provider: shared });
const { provider: origin, testWalletAddresses } = sandbox.directory;
const port = await freePort();
const second = await createProvider({ ...shared, now, origin, dataDirectory: null, sandbox: true });
await second.listen({ host: 'localhost', port });
after(() => second.close());

test('one idempotency key sent to both nodes at once pays once and always returns the same response', async () => {
  const both = await openOnBoth();
  for (let round = 0; round < 10; round += 1) {
    const before = (await readVisitorsPayments(sandbox)).length;
    const path = `/relay/sessions/${both.session}/payments`;
    let [ask, delivered] = [async (): Promise<RelayResponse[]> => [], new Set<string>()];
    // Two responses to one tick carry different visible-time tokens. The page keeps one, which may miss some
    // accrual.
    for (let tries = 0; tries < 5 && delivered.size === 0; tries += 1) {
      const headers = { 'idempotency-key': randomUUID() };
      ask = () => Promise.all(both.nodes.map((call) => call('POST', path, {}, { headers })));
      const first = await ask();
      assert.ok(
        first.every(({ status }) => status === 201 || status === 202 || status === 409),
        first.map(({ status, body }) => `${status} ${body.code}`).join(),
      );
      delivered = new Set(first.filter(({ status }) => status === 201).map(({ body }) => body.id as string));
      if (delivered.size === 0) await advance(2);
    }
    assert.equal(delivered.size, 1);
    // A node stores its response after it was sent. Until then the other node processes the tick again, and
    // pays nothing.
    let repeated = await ask();
    for (let tries = 0; tries < 5 && repeated.some(({ status }) => status === 202); tries += 1)
      repeated = await ask();
    for (const { status, body } of repeated) {
      assert.equal(status, 201);
      assert.ok(delivered.has(body.id as string), 'same payment');
    }
    assert.equal((await readVisitorsPayments(sandbox)).length, before + 1);
    await advance(2);
  }
});

test('twenty tabs whose calls alternate between two nodes spend as much as one page', async () => {
  const one = await openOnBoth();
  const crowd = await openOnBoth();
  const sessions = [crowd.session];
  while (sessions.length < TAB_COUNT) sessions.push(await crowd.open());
  let [alone, together] = [0, 0];
  const start = now();
  for (let second = 0; second < DURATION_S; second += 1) {
    const key = () => ({ headers: { 'idempotency-key': randomUUID() } });
    const [single] = one.nodes;
    const answer = await single('POST', `/relay/sessions/${one.session}/payments`, {}, key());
    alone += answer.status === 201 ? 1 : 0;
    const ids = await Promise.all(
      sessions.flatMap((session) => {
        const changes = key();
        return crowd.nodes.map(async (call) => {
          const { status, body } = await call('POST', `/relay/sessions/${session}/payments`, {}, changes);
          return status === 201 ? (body.id as string) : undefined;
        });
      }),
    );
    together += new Set(ids.filter((id) => id !== undefined)).size;
    await advance(1);
  }
  const most = Math.ceil((now() - start) / PAYMENT_DELAY_MS) + 1;
  assert.ok(alone > 1 && together >= alone / 2 && together <= most, `${alone}, ${together}, ${most}`);
  const spent = await crowd.nodes[0]('GET', `/relay/connections/${crowd.connection}`);
  assert.ok(
    Math.abs(Number(spent.body.spent.value) - together) <= 1,
    `${spent.body.spent.value} and ${together}`,
  );
});

/** Advances the clocks of wallets and nodes. */
async function advance(seconds: number): Promise<void> {
  ahead += seconds * 1_000;
  await fetch(`${sandbox.directory.sandboxes.visitor}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: `PT${seconds}S` }),
  });
}

/** A page whose calls alternate between the nodes, like behind a load balancer. */
async function openOnBoth() {
  const first = await openRelayPage(origin);
  const other = await openRelayPage(`http://localhost:${port}`, undefined, first.key);
  // Proofs are for the common origin.
  const elsewhere: RelayPage['call'] = (method, path, body, changes: CallChanges = {}) =>
    other.call(method, path, body, { ...changes, proof: { url: `${origin}${path}` } });
  const nodes = [withNonce(first.call), withNonce(elsewhere)] as const;
  const connection = (await nodes[0]('POST', '/relay/connections', {})).body.id as string;
  const open = async () => {
    const request = { connection, walletAddress: testWalletAddresses['ok'] };
    return (await nodes[0]('POST', '/relay/sessions', request)).body.id as string;
  };
  return { nodes, connection, session: await open(), open };
}

/** After a clock change the nonce is too old; the error brings a new one. */
function withNonce(call: RelayPage['call']): RelayPage['call'] {
  return async (...request): Promise<RelayResponse> => {
    const answer = await call(...request);
    return answer.body.code === 'nonce-required' ? call(...request) : answer;
  };
}
