import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOutgoingPayments } from '../../../src/provider/payments/outgoing-payments.js';
import { classifyError, isTransient } from '../../../src/provider/open-payments/classify-error.js';
import type { Services } from '../../../src/provider/services.js';

test('a wallet whose list never ends is not read for ever, and what was asked counts as unanswered', async () => {
  let calls = 0;
  const list = async () => {
    calls += 1;
    assert.ok(calls <= 1000, 'it is read without end');
    return { result: [], pagination: { hasNextPage: true, endCursor: 'next' } };
  };
  const token = { grantId: 'g', value: 't', manageUrl: 'https://v.example/t', expiresAt: Infinity };
  const services = {
    now: () => 0,
    accessTokens: new Map([['c', token]]),
    client: { outgoingPayment: { list } },
  } as unknown as Services;
  const payer = {
    ...{ connectionId: 'c', grantId: 'g', walletAddress: 'w', resourceServer: 'r' },
    assetCode: 'USD',
    assetScale: 2,
  };
  await assert.rejects(
    async () => {
      for await (const payment of listOutgoingPayments(services, payer, 0)) assert.fail(payment.id);
    },
    (error) => isTransient(classifyError(error)),
  );
});
