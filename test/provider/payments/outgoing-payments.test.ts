import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { listOutgoingPayments } from '../../../src/provider/payments/outgoing-payments.js';
import { classifyError, isTransient } from '../../../src/provider/open-payments/classify-error.js';
import type { Services } from '../../../src/provider/services.js';

/** What the egress reads of an answer. */
const LIMIT = 64 * 1024;
const payer = {
  ...{ connectionId: 'c', grantId: 'g', walletAddress: 'w', resourceServer: 'r' },
  ...{ assetCode: 'USD', assetScale: 2 },
};

/** A wallet of so many payments, each of so many bytes; `sizes` are those of the pages that it was asked for. */
function walletOf(payments: number, bytes: number) {
  const sizes: number[] = [];
  const list = async (_where: unknown, { first, cursor = '0' }: { first: number; cursor?: string }) => {
    sizes.push(first);
    const [start, end] = [Number(cursor), Math.min(Number(cursor) + first, payments)];
    if ((end - start) * bytes > LIMIT) throw new EgressError('answer-too-large', 'The answer is too large.');
    const ids = Array.from({ length: end - start }, (_, index) => start + index);
    return {
      result: ids.map((id) => ({ id: String(id), createdAt: new Date(0).toISOString() })),
      pagination: { hasNextPage: end < payments, endCursor: String(end) },
    };
  };
  return { sizes, list };
}

function servicesOf(list: (...args: never[]) => Promise<unknown>, now = () => 0): Services {
  const token = { grantId: 'g', value: 't', manageUrl: 'https://v.example/t', expiresAt: Infinity };
  const client = { outgoingPayment: { list } };
  return { now, accessTokens: new Map([['c', token]]), client } as unknown as Services;
}

async function readAll(services: Services): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of listOutgoingPayments(services, payer, 0)) ids.push(...page.map(({ id }) => id));
  return ids;
}

for (const bytes of [670, 3_000, 20_000, 60_000]) {
  test(`a list of payments of ${bytes} bytes each is read to its end, in pages that the egress reads`, async () => {
    const wallet = walletOf(200, bytes);
    assert.deepEqual(
      await readAll(servicesOf(wallet.list)),
      Array.from({ length: 200 }, (_, id) => String(id)),
    );
    const tooLarge = wallet.sizes.filter((size) => size * bytes > LIMIT);
    assert.ok(tooLarge.length <= 6, `once it knows the size it keeps to it: ${wallet.sizes.join()}`);
  });
}

test('a payment that is too large alone is no reason to ask again', async () => {
  const { list, sizes } = walletOf(3, LIMIT + 1);
  await assert.rejects(readAll(servicesOf(list)), (error) => !isTransient(classifyError(error)));
  assert.equal(sizes.at(-1), 1);
});

describe('a wallet whose list never ends is not read for ever, and what was asked counts as unanswered', () => {
  let calls = 0;
  const never = (cursorOf: () => string) => async () => {
    calls += 1;
    assert.ok(calls <= 1_000, 'it is read without end');
    return { result: [], pagination: { hasNextPage: true, endCursor: cursorOf() } };
  };
  const ENDLESS = {
    'in circles': servicesOf(never(() => 'next')),
    'at once': servicesOf(never(() => String(calls))),
    // A claim lasts half a minute; then another node begins anew.
    slowly: servicesOf(
      never(() => String(calls)),
      () => calls * 1_000,
    ),
  };
  for (const [name, services] of Object.entries(ENDLESS)) {
    test(name, async () => {
      calls = 0;
      await assert.rejects(readAll(services), (error) => isTransient(classifyError(error)));
      if (name === 'slowly') assert.ok(calls <= 21, `${calls} s`);
    });
  }
});
