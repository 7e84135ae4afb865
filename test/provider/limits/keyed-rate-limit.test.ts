import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { toRateLimitKey } from '../../../src/provider/limits/ip-address.js';
import { createKeyedRateLimit } from '../../../src/provider/limits/keyed-rate-limit.js';

test('a burst is available at once, then tokens return one by one', () => {
  let now = 1_000_000;
  const buckets = createKeyedRateLimit({ perMinute: 60, burst: 3 }, () => now);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => buckets.take('a')),
    [0, 0, 0, 1000],
  );
  now += 400;
  assert.equal(buckets.take('a'), 600);
  now += 600;
  assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 1000]);
  assert.equal(buckets.take('b'), 0, 'other keys are not affected');
});

test('over any period a key gets at most the rate and one burst', () => {
  let now = 0;
  const buckets = createKeyedRateLimit({ perMinute: 120, burst: 10 }, () => now);
  let taken = 0;
  for (; now < 600_000; now += 37) if (buckets.take('a') === 0) taken += 1;
  assert.ok(taken <= 10 + 1_200 && taken >= 1_200, `${taken}`);
});

test('only full buckets are evicted', () => {
  let now = 0;
  const buckets = createKeyedRateLimit({ perMinute: 60, burst: 10 }, () => now);
  for (let token = 0; token < 10; token += 1) buckets.take('a');
  for (; now <= 9_000; now += 100) buckets.take('b');
  assert.equal(buckets.take('a'), 0);
  assert.equal([...Array(20)].filter(() => buckets.take('a') === 0).length, 8, 'nine returned, one is used');
});

test('after a backward clock change the wait is at most the fill time', () => {
  let now = 10_000_000;
  const buckets = createKeyedRateLimit({ perMinute: 60, burst: 2 }, () => now);
  buckets.take('a');
  now -= 3_600_000;
  assert.ok(buckets.take('a') <= 2_000);
});

test('a million addresses use less than 50 MiB', (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const buckets = createKeyedRateLimit({ perMinute: 30, burst: 30 }, Date.now);
  collect();
  const before = process.memoryUsage();
  for (let address = 0; address < 1_000_000; address += 1) {
    buckets.take(`2001:db8:${(address >> 16).toString(16)}:${(address & 0xffff).toString(16)}::/64`);
  }
  collect();
  const after = process.memoryUsage();
  const mebibytes = (after.heapUsed + after.external - before.heapUsed - before.external) / 2 ** 20;
  t.diagnostic(`${mebibytes.toFixed(1)} MiB`);
  assert.ok(mebibytes < 50, `${mebibytes.toFixed(1)} MiB`);
  assert.equal(buckets.take('one more'), 0);
});

test('an IPv6 /64 network or an IPv4 address is one key, in every spelling', () => {
  assert.equal(toRateLimitKey('2001:db8:1:2:3:4:5:6'), toRateLimitKey('2001:db8:1:2::1'));
  assert.notEqual(toRateLimitKey('2001:db8:1:2::1'), toRateLimitKey('2001:db8:1:3::1'));
  assert.equal(toRateLimitKey('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(toRateLimitKey('192.0.2.1:4711'), '192.0.2.1');
  assert.equal(toRateLimitKey('[2001:db8:1:2::1]:4711'), toRateLimitKey('2001:db8:1:2::1'));
  assert.equal(toRateLimitKey('no address'), toRateLimitKey('not an address either'));
});
