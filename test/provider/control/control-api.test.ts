import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProvider } from '../../../src/provider/provider.js';
import { createOpenLinks } from '../../../src/provider/control/open-links.js';

const NOT_A_SANDBOX_HERE = [
  { origin: 'https://provider.example', sandbox: false },
  { origin: 'https://provider.example', sandbox: true },
  { origin: 'http://localhost:4101', sandbox: false },
];
for (const options of NOT_A_SANDBOX_HERE) {
  test(`${JSON.stringify(options)}: the control API is disabled`, async () => {
    const server = await createProvider({ ...options, dataDirectory: null });
    after(() => server.close());
    const headers = { accept: 'text/event-stream' };
    const events = await server.inject({ method: 'GET', url: '/sandbox/events', headers });
    const payload = { amount: '0.05' };
    const payment = await server.inject({ method: 'POST', url: '/sandbox/payments', payload });
    assert.deepEqual([events.statusCode, payment.statusCode], [404, 404]);
    assert.match(payment.json().detail, /^POST \/sandbox\/payments is not a route of this provider/);
  });
}

test('a link is open while its page ticks on time, in turn with the other links', () => {
  let now = 0;
  const links = createOpenLinks(() => now);
  const link = { connection: 'c', site: 'https://a.example', href: 'https://w.example/', walletAddress: 'w' };
  const open = () => links.list().map(({ session }) => session);
  links.add({ ...link, session: '1' });
  links.add({ ...link, session: '2' });
  assert.deepEqual(open(), ['2', '1'], 'newest first');

  now = 4_000;
  links.recordTick('1', 10_000);
  now = 6_000;
  assert.deepEqual(open(), ['1'], 'the second link has never ticked');
  // Two links were open at its last tick, so its next tick is due after 20 seconds, plus a tolerance.
  now = 4_000 + 24_999;
  assert.deepEqual(open(), ['1']);
  now = 4_000 + 25_000;
  assert.deepEqual(open(), []);

  links.recordTick('1', 1_000);
  assert.deepEqual(open(), ['1'], 'its page was hidden and is visible again');
  links.remove('1');
  links.recordTick('1', 1_000);
  assert.deepEqual(open(), []);
  assert.equal(links.find('1'), undefined);
});

test('the thousand newest links are stored', () => {
  const links = createOpenLinks(() => 0);
  const link = { connection: 'c', site: 's', href: 'h', walletAddress: 'w' };
  for (let session = 0; session < 1_500; session += 1) links.add({ ...link, session: String(session) });
  assert.equal(links.list().length, 1_000);
  assert.equal(links.find('499'), undefined);
  assert.ok(links.find('500'));
});
