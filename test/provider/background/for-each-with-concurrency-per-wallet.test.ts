import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachWithConcurrencyPerWallet } from '../../../src/provider/core/for-each-with-concurrency-per-wallet.js';

const of = (resource_server: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ resource_server, name: `${resource_server}${index}` }));
const stopping = new AbortController().signal;

test('a silent wallet delays two of its own payments and none of another wallet', async () => {
  let speak: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => (speak = resolve));
  const done: string[] = [];
  let atSilent = 0;
  await forEachWithConcurrencyPerWallet(
    { now: () => 0, shutdownSignal: stopping },
    [...of('silent', 5), ...of('a', 3), ...of('b', 3)],
    async ({ resource_server, name }) => {
      if (resource_server === 'silent') {
        atSilent += 1;
        assert.ok(atSilent <= 2, 'at most two requests per wallet at a time');
        await silence;
        atSilent -= 1;
      }
      done.push(name);
      if (done.length === 6) speak();
    },
  );
  assert.deepEqual(done.slice(0, 6).sort(), ['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
  assert.equal(done.length, 11);
});

test('ten requests run at once, and no request starts after the end of the round', async () => {
  let [now, running, most, begun] = [0, 0, 0, 0];
  const wallets = Array.from({ length: 100 }, (_, index) => of(`w${index}`, 1)).flat();
  await forEachWithConcurrencyPerWallet({ now: () => now, shutdownSignal: stopping }, wallets, async () => {
    begun += 1;
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    now += 1000;
    running -= 1;
  });
  assert.equal(most, 10);
  assert.ok(begun >= 20 && begun < 40, String(begun));
});
