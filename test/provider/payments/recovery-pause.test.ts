import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverUnclaimedIntents } from '../../../src/provider/payments/recover-unclaimed-intents.js';
import { openPayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';

const [SECONDS, EVERY] = [12 * 60, 5];
let isDeaf = false;
let listed = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  singleUseQuotes: [],
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ method, url, raw }, reply) => {
      if (!url.startsWith('/op/outgoing-payments')) return;
      if (method === 'GET' && url.includes('?')) listed += 1;
      if (method === 'POST' && isDeaf) {
        reply.hijack();
        raw.socket.destroy();
      }
    });
  },
});

test('a wallet that may pay a quote twice is asked less and less often what became of a payment, until its quote is over', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  isDeaf = true;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  isDeaf = false;
  const first = await tick();
  assert.deepEqual([first.body.code, first.headers.get('retry-after')], ['payment-pending', '1']);
  assert.equal((await tick()).body.code, 'payment-pending');
  assert.equal(listed, 1, 'the wallet was just asked');

  let pausesTold = 0;
  for (let passed = 0; passed < SECONDS; passed += EVERY) {
    await advance(EVERY);
    await recoverUnclaimedIntents(services);
    // Its session ends about when the quote does; what is still unknown then is found out without a page.
    const { body, headers } = await tick();
    if (body.code === 'payment-pending')
      pausesTold = Math.max(pausesTold, Number(headers.get('retry-after')));
  }
  assert.ok(pausesTold > 50 && pausesTold <= 60, String(pausesTold));
  // Of 120 looks at it: 1, 2, 4 … 60 seconds, and then every minute until five minutes after the quote's five.
  assert.ok(listed >= 12 && listed <= 18, String(listed));
  const { state } = await services.database
    .selectFrom('intent')
    .select('state')
    .where('connection_id', '=', page.connection)
    .orderBy('created_at')
    .executeTakeFirstOrThrow();
  assert.equal(state, 'failed');
});
