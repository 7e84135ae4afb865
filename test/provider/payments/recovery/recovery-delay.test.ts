import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverUnleasedIntents } from '../../../../src/provider/payments/recovery/recover-unleased-intents.js';
import { openPayingPage } from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';

const [DURATION_S, INTERVAL_S] = [12 * 60, 5];
let dropsPayments = false;
let listRequests = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  singleUseQuotes: [],
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ method, url, raw }, reply) => {
      if (!url.startsWith('/op/outgoing-payments')) return;
      if (method === 'GET' && url.includes('?')) listRequests += 1;
      if (method === 'POST' && dropsPayments) {
        reply.hijack();
        raw.socket.destroy();
      }
    });
  },
});

test('a wallet that may pay a quote twice is queried less and less often until the quote has expired', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  dropsPayments = true;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  dropsPayments = false;
  const first = await tick();
  assert.deepEqual([first.body.code, first.headers.get('retry-after')], ['payment-pending', '1']);
  assert.equal((await tick()).body.code, 'payment-pending');
  assert.equal(listRequests, 1, 'the wallet was just queried');

  let reportedDelays = 0;
  for (let passed = 0; passed < DURATION_S; passed += INTERVAL_S) {
    await advance(INTERVAL_S);
    await recoverUnleasedIntents(services);
    // Its session ends about when the quote expires; after that, recovery needs no page.
    const { body, headers } = await tick();
    if (body.code === 'payment-pending')
      reportedDelays = Math.max(reportedDelays, Number(headers.get('retry-after')));
  }
  assert.ok(reportedDelays > 50 && reportedDelays <= 60, String(reportedDelays));
  // Of 120 rounds, the queries are after 1, 2, 4 … 60 seconds, then every minute until five minutes after the
  // quote's expiry.
  assert.ok(listRequests >= 12 && listRequests <= 18, String(listRequests));
  const { state } = await services.database
    .selectFrom('intent')
    .select('state')
    .where('connection_id', '=', page.connection)
    .orderBy('created_at')
    .executeTakeFirstOrThrow();
  assert.equal(state, 'failed');
});
