import assert from 'node:assert/strict';
import { generateProof } from 'dpop';
import fc from 'fast-check';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { openPayingPage } from '../support/paying-page.js';
import { openRelayPage, type RelayAnswer, type RelayPage } from '../support/relay-page.js';
import type { FuzzTarget } from './fuzz-run.js';
import { type Mistake, mistakesOf, SITE } from './mistakes.js';
import { type RelayCall, relayCalls } from './relay-calls.js';
import { applyEdits } from './texts.js';

/** Each call of the relay, against a provider with wallets and a page that it pays: valid requests with one thing wrong. */
export async function openRelayTargets() {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const { directory } = sandbox;
  const { provider, testWalletAddresses, sandboxes } = directory;
  const page = await openRelayPage(provider, SITE);
  const paying = await openPayingPage(sandbox, provider, page);
  let tick = await paying.open();
  return {
    /** With a session of their own: the oldest ones of a page give way to what the calls have made. */
    async renew(): Promise<Record<string, FuzzTarget>> {
      tick = await paying.open();
      const calls = relayCalls(paying, tick, testWalletAddresses['ok'] as string);
      const targets = Object.entries(calls).map(([name, call]): [string, FuzzTarget] => [
        name,
        fc.asyncProperty(mistakesOf(call), async (mistake) => {
          const answer = await makeCall(provider, page, call, mistake);
          if (answer) checkAnswer(answer, mistake);
        }),
      ]);
      return Object.fromEntries(targets);
    },
    /** Nothing of it had an effect: the page is paid as before, within its budget, and the books are balanced. */
    async check(): Promise<void> {
      const { state, spent, budget } = await paying.read();
      assert.equal(state, 'active');
      assert.ok(BigInt(spent.value) <= BigInt(budget.value));
      const { status, body } = await tick();
      assert.ok([201, 202].includes(status), `a tick: ${status} ${JSON.stringify(body)}`);
      const ledger = await (await fetch(`${sandboxes.visitor}/ledger`)).json();
      assert.equal((ledger as { balanced: boolean }).balanced, true);
    },
    close: () => sandbox.close(),
  };
}

/** Undefined when nothing is wrong with it after all. */
async function makeCall(
  provider: string,
  page: RelayPage,
  { method, path, id = '', body }: RelayCall,
  mistake: Mistake,
): Promise<RelayAnswer | undefined> {
  const { changes = {}, proofEdits } = mistake;
  const url = mistake.path ?? path(id);
  let headers = changes.headers ?? {};
  if (proofEdits) {
    const nonce = (await fetch(`${provider}/relay`)).headers.get('dpop-nonce') ?? undefined;
    const proof = await generateProof(page.key, `${provider}${url}`, method, nonce);
    const dpop = applyEdits(proof, proofEdits).replace(/[^\x20-\x7e]/g, '');
    if (bytesOf(dpop) === bytesOf(proof)) return undefined;
    headers = { ...headers, dpop };
  }
  return page.call(mistake.method ?? method, url, body, { ...changes, headers });
}

function checkAnswer({ status, headers, body }: RelayAnswer, { mustFail }: Mistake): void {
  const said = `${status} ${JSON.stringify(body)}`;
  if (mustFail) assert.ok(status >= 400, said);
  // 502: the wallet that the call names is to blame.
  assert.ok(status < 500 || (status === 502 && !mustFail), said);
  assert.equal(headers.get('set-cookie'), null);
  if (status < 400) return;
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.ok(body.code in ERROR_CODES, said);
  assert.doesNotMatch(said, /node_modules|\.[jt]s:\d|\\n {4}at /);
}

/** What a proof says, however its base64 is spelt. */
function bytesOf(proof: string): string {
  return proof
    .trim()
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}
