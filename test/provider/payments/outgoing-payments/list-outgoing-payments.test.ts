import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EgressError } from '../../../../src/provider/egress/egress-error.js';
import { listOutgoingPaymentsSince } from '../../../../src/provider/payments/outgoing-payments/list-outgoing-payments.js';
import { classifyError, isTransientFailure } from '../../../../src/provider/open-payments/classify-error.js';
import type { ProviderServices } from '../../../../src/provider/services/provider-services.js';

/** The maximum size of a response that the egress reads. */
const MAX_PAGE_BYTES = 64 * 1024;
const payer = {
  ...{ connectionId: 'c', grantId: 'g', walletAddress: 'w', resourceServer: 'r' },
  ...{ assetCode: 'USD', assetScale: 2 },
};

/** A wallet with this number of payments, each of this many bytes. `sizes` are the requested page sizes. */
function walletOf(payments: number, bytes: number) {
  const sizes: number[] = [];
  const list = async (_where: unknown, { first, cursor = '0' }: { first: number; cursor?: string }) => {
    sizes.push(first);
    const [start, end] = [Number(cursor), Math.min(Number(cursor) + first, payments)];
    if ((end - start) * bytes > MAX_PAGE_BYTES)
      throw new EgressError('response-too-large', 'The response is too large.');
    const ids = Array.from({ length: end - start }, (_, index) => start + index);
    return {
      result: ids.map((id) => ({ id: String(id), createdAt: new Date(0).toISOString() })),
      pagination: { hasNextPage: end < payments, endCursor: String(end) },
    };
  };
  return { sizes, list };
}

function servicesOf(list: (...args: never[]) => Promise<unknown>, now = () => 0): ProviderServices {
  const token = { grantId: 'g', value: 't', manageUrl: 'https://v.example/t', expiresAt: Infinity };
  const client = { outgoingPayment: { list } };
  return { now, accessTokens: new Map([['c', token]]), client } as unknown as ProviderServices;
}

async function readAll(services: ProviderServices): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of listOutgoingPaymentsSince(services, payer, 0))
    ids.push(...page.map(({ id }) => id));
  return ids;
}

for (const bytes of [670, 3_000, 20_000, 60_000]) {
  test(`a list of payments of ${bytes} bytes each is read completely, in pages below the size limit`, async () => {
    const wallet = walletOf(200, bytes);
    assert.deepEqual(
      await readAll(servicesOf(wallet.list)),
      Array.from({ length: 200 }, (_, id) => String(id)),
    );
    const tooLarge = wallet.sizes.filter((size) => size * bytes > MAX_PAGE_BYTES);
    assert.ok(tooLarge.length <= 6, `later pages keep the reduced size: ${wallet.sizes.join()}`);
  });
}

test('a single payment that is too large is not requested again', async () => {
  const { list, sizes } = walletOf(3, MAX_PAGE_BYTES + 1);
  await assert.rejects(readAll(servicesOf(list)), (error) => !isTransientFailure(classifyError(error)));
  assert.equal(sizes.at(-1), 1);
});

describe('an endless list is abandoned, and the query counts as unanswered', () => {
  let calls = 0;
  const never = (cursorOf: () => string) => async () => {
    calls += 1;
    assert.ok(calls <= 1_000, 'endless reading');
    return { result: [], pagination: { hasNextPage: true, endCursor: cursorOf() } };
  };
  const ENDLESS = {
    'in circles': servicesOf(never(() => 'next')),
    'at once': servicesOf(never(() => String(calls))),
    // A lease lasts half a minute; then another node starts again.
    slowly: servicesOf(
      never(() => String(calls)),
      () => calls * 1_000,
    ),
  };
  for (const [name, services] of Object.entries(ENDLESS)) {
    test(name, async () => {
      calls = 0;
      await assert.rejects(readAll(services), (error) => isTransientFailure(classifyError(error)));
      if (name === 'slowly') assert.ok(calls <= 21, `${calls} s`);
    });
  }
});
