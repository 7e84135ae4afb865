import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort } from '../support/free-ports.js';
import {
  createTestIncomingPayment,
  type OutgoingGrant,
  postOutgoingPayment,
  requestOutgoingGrant,
  waitForSettlement,
  startWalletPair,
  type WalletPair,
} from '../support/wallets/wallet-pair.js';
import { waitFor } from '../support/wait-for.js';

/** The server of the document, unchanged, in a separate process with the built package. */
const [, EXAMPLE] =
  /```js\n(import \{ createServer \}[^]*?)```/.exec(readFileSync('docs/verify-payments.md', 'utf8')) ?? [];

let pair: WalletPair;
let grant: OutgoingGrant;
let article: string;
let server: ReturnType<typeof spawn>;

before(async () => {
  pair = await startWalletPair();
  grant = await requestOutgoingGrant(pair, undefined);
  const port = await freePort();
  article = `http://localhost:${port}/article`;
  const env = { ...process.env, PORT: String(port), WALLET_ADDRESS: `${pair.receiver}/site` };
  server = spawn(process.execPath, ['--input-type=module', '--eval', EXAMPLE ?? ''], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await waitForServer();
});
after(async () => {
  server.kill();
  await once(server, 'exit');
  await pair.close();
});

test('the documented server unlocks its article once per received payment', async () => {
  const incomingPayment = await createTestIncomingPayment(pair);
  await postOutgoingPayment(pair, grant.token, incomingPayment, 5);
  await waitForSettlement(pair);

  const paid = await sendRequest(incomingPayment);
  assert.deepEqual(paid, [200, 'Thank you for 0.05 USD. The article goes on…']);

  await postOutgoingPayment(pair, grant.token, incomingPayment, 1);
  const paidAgain = await sendRequest(incomingPayment);
  assert.deepEqual(paidAgain, [200, 'Thank you for 0.01 USD. The article goes on…']);
});

test('the documented server unlocks nothing for another wallet’s payment, or without one', async () => {
  const forged = 'https://evil.example/incoming-payments/1';
  for (const incomingPayment of [forged, `${pair.visitor}/op/incoming-payments/1`, ''])
    assert.deepEqual(await sendRequest(incomingPayment), [
      402,
      'The URL is not an incoming payment at the site’s wallet.',
    ]);
});

async function sendRequest(incomingPayment: string): Promise<[status: number, text: string]> {
  const response = await fetch(`${article}?${new URLSearchParams({ incomingPayment })}`);
  return [response.status, await response.text()];
}

async function waitForServer(): Promise<void> {
  const responds = () =>
    fetch(article).then(
      () => true,
      () => server.exitCode !== null,
    );
  await waitFor(responds, 'a response of the documented server');
  assert.equal(server.exitCode, null, 'the documented server has ended');
}
