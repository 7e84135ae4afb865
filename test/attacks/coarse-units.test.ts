import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPayingPage } from '../support/paying-page.js';
import { openSandboxWithServices } from '../support/provider-services.js';

const HOUR = 3_600_000;
/** May be paid before it was looked at. */
const AHEAD = 60_000;

const { sandbox, services, advance } = await openSandboxWithServices({
  // A cent an hour: each unit of these receivers is worth hours of looking.
  allowance: { ratePerHour: '0.01', budget: '5.00', period: 'P1M' },
  repeat: () => () => undefined,
});

for (const receiver of ['ok', 'scale-0', 'non-positive']) {
  test(`a receiver whose least amount takes an hour to accrue (${receiver}) gets nothing at first, nor for absences, and the page is told how long it waits`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open(sandbox.directory.testWalletAddresses[receiver]);
    const first = await tick();
    assert.equal(first.status, 202);
    assert.ok(first.body.dueIn >= HOUR - AHEAD && first.body.dueIn <= HOUR, first.body.dueIn);
    let waited = first.body.next;
    for (let visits = 0; visits < 3; visits += 1) {
      // Less than a session lives, and more than any wait.
      await advance(150);
      const { status, body } = await tick();
      assert.equal(status, 202);
      assert.ok(body.dueIn >= first.body.dueIn - waited, `${body.dueIn} after ${waited} ms`);
      waited += body.next;
    }
    assert.equal(await page.spent(), 0n);
  });
}

test('what would take more than a day to accrue is refused, with cause and fix', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await services.write((transaction) =>
    transaction.updateTable('session').set({ min_send_amount: 25n }).where('id', '=', tick.session).execute(),
  );
  const { status, body } = await tick();
  assert.deepEqual([status, body.code], [422, 'least-amount-too-large']);
  assert.match(body.title, /more than a day/);
  assert.match(body.fix, /rate/);
});
