import assert from 'node:assert/strict';
import { generateProof } from 'dpop';
import fc from 'fast-check';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { startSandbox } from '../../src/tools/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { openPayingPage } from '../support/provider/paying-page.js';
import { openRelayPage, type RelayResponse, type RelayPage } from '../support/provider/relay-page.js';
import type { FuzzTarget } from './fuzz-run.js';
import { type CallMutation, mutationsOf, SITE } from './call-mutations.js';
import { type RelayCall, relayCalls } from './relay-calls.js';
import { applyEdits } from './text-mutations.js';

/** Every relay call, sent to a provider with wallets and a paying page: valid requests with one error. */
export async function openRelayTargets() {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const { directory } = sandbox;
  const { provider, testWalletAddresses, sandboxes } = directory;
  const page = await openRelayPage(provider, SITE);
  const paying = await openPayingPage(sandbox, provider, page);
  let tick = await paying.open();
  return {
    /**
     * Opens a new session first, because the mutated calls create sessions that replace the page's oldest
     * ones.
     */
    async renew(): Promise<Record<string, FuzzTarget>> {
      tick = await paying.open();
      const calls = relayCalls(paying, tick, testWalletAddresses['ok'] as string);
      const targets = Object.entries(calls).map(([name, call]): [string, FuzzTarget] => [
        name,
        fc.asyncProperty(mutationsOf(call), async (mutation) => {
          const answer = await makeCall(provider, page, call, mutation);
          if (answer) checkResponse(answer, mutation);
        }),
      ]);
      return Object.fromEntries(targets);
    },
    /**
     * Checks that the calls had no effect: the page still pays within its budget, and the ledger is balanced.
     */
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

/** Returns undefined if the edited proof is still valid. */
async function makeCall(
  provider: string,
  page: RelayPage,
  { method, path, id = '', body }: RelayCall,
  mutation: CallMutation,
): Promise<RelayResponse | undefined> {
  const { changes = {}, proofEdits } = mutation;
  const url = mutation.path ?? path(id);
  let headers = changes.headers ?? {};
  if (proofEdits) {
    const nonce = (await fetch(`${provider}/relay`)).headers.get('dpop-nonce') ?? undefined;
    const proof = await generateProof(page.key, `${provider}${url}`, method, nonce);
    const dpop = applyEdits(proof, proofEdits).replace(/[^\x20-\x7e]/g, '');
    if (bytesOf(dpop) === bytesOf(proof)) return undefined;
    headers = { ...headers, dpop };
  }
  return page.call(mutation.method ?? method, url, body, { ...changes, headers });
}

function checkResponse({ status, headers, body }: RelayResponse, { mustFail }: CallMutation): void {
  const description = `${status} ${JSON.stringify(body)}`;
  if (mustFail) assert.ok(status >= 400, description);
  // 502: the error of a wallet that the call names.
  assert.ok(status < 500 || (status === 502 && !mustFail), description);
  assert.equal(headers.get('set-cookie'), null);
  if (status < 400) return;
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.ok(body.code in ERROR_CODES, description);
  assert.doesNotMatch(description, /node_modules|\.[jt]s:\d|\\n {4}at /);
}

/** The decoded bytes of a proof, independent of its base64url spelling. */
function bytesOf(proof: string): string {
  return proof
    .trim()
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}
