import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createInProcessFetch } from '../../../src/sandbox-wallet/http/in-process-fetch.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  startWalletPair,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

const MAX_WATCHERS = 100;

interface View {
  readonly balance: string;
  readonly payments: readonly { readonly what: string; readonly amount: string }[];
}

let pair: WalletPair;
before(async () => {
  pair = await startWalletPair();
});
after(() => pair.close());

test('both accounts of a payment receive it, and a burst leads to few events', async () => {
  const site = await openEventStream(`${pair.receiver}/account-events/site`);
  const visitor = await openEventStream(`${pair.visitor}/account-events/visitor`);
  assert.equal((await site.next()).balance, '0.00 USD');
  assert.equal((await visitor.next()).balance, '10000.00 USD');
  const { token } = await requestOutgoingGrant(pair, undefined);
  const incoming = await createTestIncomingPayment(pair);
  await Promise.all(Array.from({ length: 40 }, () => postOutgoingPayment(pair, token, incoming, 1)));
  for (const [stream, balance, amount] of [
    [site, '0.40 USD', '+0.01 USD'],
    [visitor, '9999.60 USD', '−0.01 USD'],
  ] as const) {
    let view = await stream.next();
    for (let views = 1; view.balance !== balance; views += 1) {
      assert.ok(views < 20, 'fewer events than payments');
      view = await stream.next();
    }
    assert.equal(view.payments.length, 20, 'the newest payments');
    assert.equal(view.payments[0]?.amount, amount);
    stream.stop();
  }
});

test('an unknown account has no events', async () => {
  assert.equal((await fetch(`${pair.visitor}/account-events/nobody`)).status, 404);
});

test('a client whose wallet address is an endless event stream does not block the wallet', async () => {
  const { servers, visitor } = pair;
  const fetchOwn = createInProcessFetch(servers[0] as FastifyInstance, visitor, fetch);
  const url = `${visitor}/account-events/visitor`;
  const lookUp = () => fetchOwn(url, { signal: AbortSignal.timeout(300) });
  const outcomes = await Promise.allSettled(Array.from({ length: MAX_WATCHERS }, lookUp));
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  const stream = await openEventStream(url);
  stream.stop();
});

test('a wallet that stops ends its event streams', async () => {
  const own = await startWalletPair();
  const stream = await openEventStream(`${own.visitor}/account-events/visitor`);
  await stream.next();
  await own.close();
  await assert.rejects(stream.next());
});

async function openEventStream(url: string) {
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    stop: () => abort.abort(),
    async next(): Promise<View> {
      for (;;) {
        const [, data, rest] = /^data: (.*)\n\n([\s\S]*)$/.exec(text) ?? [];
        if (data !== undefined) {
          text = rest ?? '';
          return JSON.parse(data) as View;
        }
        const { done, value } = await reader.read();
        if (done) throw new Error('the stream has ended');
        text += decoder.decode(value, { stream: true });
      }
    },
  };
}
