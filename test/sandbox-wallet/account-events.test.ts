import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createFetch } from '../../src/sandbox-wallet/http/fetch-own.js';
import {
  createIncomingPayment,
  pay,
  requestOutgoingGrant,
  startWalletPair,
  type WalletPair,
} from '../support/wallet-pair.js';

const MOST_WATCHERS = 100;

interface View {
  readonly balance: string;
  readonly payments: readonly { readonly what: string; readonly amount: string }[];
}

let pair: WalletPair;
before(async () => {
  pair = await startWalletPair();
});
after(() => pair.close());

test('a payment is told to both of its ends, and a burst of them in few words', async () => {
  const site = await watch(`${pair.receiver}/account-events/site`);
  const visitor = await watch(`${pair.visitor}/account-events/visitor`);
  assert.equal((await site.next()).balance, '0.00 USD');
  assert.equal((await visitor.next()).balance, '10000.00 USD');
  const { token } = await requestOutgoingGrant(pair, undefined);
  const incoming = await createIncomingPayment(pair);
  await Promise.all(Array.from({ length: 40 }, () => pay(pair, token, incoming, 1)));
  for (const [stream, balance, amount] of [
    [site, '0.40 USD', '+0.01 USD'],
    [visitor, '9999.60 USD', '−0.01 USD'],
  ] as const) {
    let view = await stream.next();
    for (let views = 1; view.balance !== balance; views += 1) {
      assert.ok(views < 20, 'fewer views than payments');
      view = await stream.next();
    }
    assert.equal(view.payments.length, 20, 'the latest');
    assert.equal(view.payments[0]?.amount, amount);
    stream.stop();
  }
});

test('nobody watches an account that does not exist', async () => {
  assert.equal((await fetch(`${pair.visitor}/account-events/nobody`)).status, 404);
});

test('a wallet that looks a client up among its own endless events lets go, and leaves room for people', async () => {
  const { servers, visitor } = pair;
  const fetchOwn = createFetch(servers[0] as FastifyInstance, visitor, fetch);
  const url = `${visitor}/account-events/visitor`;
  const lookUp = () => fetchOwn(url, { signal: AbortSignal.timeout(300) });
  const outcomes = await Promise.allSettled(Array.from({ length: MOST_WATCHERS }, lookUp));
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  const stream = await watch(url);
  stream.stop();
});

test('a wallet that stops ends what is watched', async () => {
  const own = await startWalletPair();
  const stream = await watch(`${own.visitor}/account-events/visitor`);
  await stream.next();
  await own.close();
  await assert.rejects(stream.next());
});

async function watch(url: string) {
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
