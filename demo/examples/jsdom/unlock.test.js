import { afterEach, beforeEach, expect, it } from 'vitest';
import { monetization } from 'wm-polyfill/testing/page';
import { unlock } from './unlock.js';

let rest;
let end;

beforeEach(() => {
  monetization.start();
  document.head.innerHTML =
    '<link rel="monetization" href="https://wallet.example/alice">';
  document.body.innerHTML = '<p hidden>The rest.</p>';
  rest = document.querySelector('p');
  end = unlock(rest);
});
afterEach(() => {
  end();
  monetization.stop();
});

it('shows the rest after a payment', async () => {
  expect(rest.hidden).toBe(true);
  await monetization.pay('0.05', 'USD');
  expect(rest.hidden).toBe(false);
  expect(await monetization.received()).toEqual([{ currency: 'USD', value: '0.05' }]);
});

it('shows nothing while the wallet is unreachable', async () => {
  await monetization.fail('payer-unreachable');
  await monetization.use('paying');
  await monetization.clock.advance('1m');
  expect(rest.hidden).toBe(true);
});
