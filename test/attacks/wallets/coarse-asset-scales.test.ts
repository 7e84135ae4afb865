import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPayingPage } from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';

const HOUR_MS = 3_600_000;
/** The time that may be paid before it was visible. */
const HEAD_START_MS = 60_000;

const { sandbox, services, advance } = await openSandboxWithServices({
  // At a cent an hour, one unit of these receivers is worth hours of visible time.
  allowance: { ratePerHour: '0.01', budget: '5.00', period: 'P1M' },
  repeat: () => () => undefined,
});

for (const receiver of ['ok', 'scale-0', 'non-positive']) {
  test(`a receiver whose smallest amount takes an hour to accrue (${receiver}) is paid neither at first nor for absences`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open(sandbox.directory.testWalletAddresses[receiver]);
    const first = await tick();
    assert.equal(first.status, 202);
    assert.ok(first.body.dueIn >= HOUR_MS - HEAD_START_MS && first.body.dueIn <= HOUR_MS, first.body.dueIn);
    let waited = first.body.next;
    for (let visits = 0; visits < 3; visits += 1) {
      // Shorter than the lifetime of a session, and longer than any wait.
      await advance(150);
      const { status, body } = await tick();
      assert.equal(status, 202);
      assert.ok(body.dueIn >= first.body.dueIn - waited, `${body.dueIn} after ${waited} ms`);
      waited += body.next;
    }
    assert.equal(await page.spent(), 0n);
  });
}

test('an amount that takes more than a day to accrue is rejected, with cause and fix', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await services.write((transaction) =>
    transaction.updateTable('session').set({ min_send_amount: 25n }).where('id', '=', tick.session).execute(),
  );
  const { status, body } = await tick();
  assert.deepEqual([status, body.code], [422, 'min-amount-too-large']);
  assert.match(body.title, /more than a day/);
  assert.match(body.fix, /rate/);
});
