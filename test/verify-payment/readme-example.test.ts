import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort } from '../support/free-ports.js';
import {
  createIncomingPayment,
  type OutgoingGrant,
  pay,
  requestOutgoingGrant,
  settled,
  startWalletPair,
  type WalletPair,
} from '../support/wallet-pair.js';

/** The server of the document, unchanged, in a process of its own and with the package as it is built. */
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
  await untilItAnswers();
});
after(async () => {
  server.kill();
  await once(server, 'exit');
  await pair.close();
});

test('the documented server unlocks its article once the money is there, and once only', async () => {
  const incomingPayment = await createIncomingPayment(pair);
  await pay(pair, grant.token, incomingPayment, 5);
  await settled(pair);

  const paid = await ask(incomingPayment);
  assert.deepEqual(paid, [200, 'Thank you for 0.05 USD. The article goes on…']);

  await pay(pair, grant.token, incomingPayment, 1);
  const paidAgain = await ask(incomingPayment);
  assert.deepEqual(paidAgain, [200, 'Thank you for 0.01 USD. The article goes on…']);
});

test('the documented server unlocks nothing for a payment elsewhere, or for none', async () => {
  const forged = 'https://evil.example/incoming-payments/1';
  for (const incomingPayment of [forged, `${pair.visitor}/op/incoming-payments/1`, ''])
    assert.deepEqual(await ask(incomingPayment), [402, 'This is no incoming payment of the site’s wallet.']);
});

async function ask(incomingPayment: string): Promise<[status: number, text: string]> {
  const response = await fetch(`${article}?${new URLSearchParams({ incomingPayment })}`);
  return [response.status, await response.text()];
}

async function untilItAnswers(): Promise<void> {
  while (server.exitCode === null) {
    const answered = await fetch(article).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The documented server ended with ${server.exitCode}.`);
}
