import assert from 'node:assert/strict';
import { createProvider, DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { freePorts } from '../../support/free-ports.js';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { malformedCall, type RelayTarget } from '../requests/malformed-calls.js';
import { generateProofKeys, signProof } from '../requests/dpop-proof-fixtures.js';
import { sendRawForStatus } from '../requests/send-raw-for-status.js';

const CONCURRENCY = 16;
const UNLIMITED_RATE = { perMinute: 1e9, burst: 1e9 };

/**
 * Sends `count` malformed calls to a provider. No call causes a 5xx, and afterwards the provider works as
 * before.
 */
export async function runMalformedCalls(
  count: number,
  seed: number,
  progress: ReportProgress = NO_PROGRESS,
): Promise<{ kinds: number; statuses: Map<string, number> }> {
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  const { newConnections, ...limits } = {
    ...DEFAULT_LIMITS,
    callsPerAddress: UNLIMITED_RATE,
    callsPerKey: UNLIMITED_RATE,
  };
  const server = await createProvider({
    origin,
    dataDirectory: null,
    limits: { ...limits, newConnections, maxEventLoopDelay: 60_000 },
  });
  await server.listen({ host: 'localhost', port });
  const random = createSeededRandom(seed);
  const keys = await generateProofKeys();
  const kinds = new Set<string>();
  const statuses = new Map<string, number>();
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      progress(`${count - left - 1} of ${count} requests`);
      const { kind, text } = await malformedCall({ ...target, nonce: await newNonce(origin) }, random);
      kinds.add(kind);
      const status = await sendRawForStatus(origin, text);
      assert.ok(status === undefined || status < 500, `${kind}: ${status}\n${text.slice(0, 2_000)}`);
      const label = String(status ?? 'closed');
      statuses.set(label, (statuses.get(label) ?? 0) + 1);
    }
  };
  let target: RelayTarget;
  try {
    target = { origin, keys, nonce: '', connection: await connect(origin, keys) };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    assert.equal(await connect(origin, keys), target.connection, 'the provider still works');
  } finally {
    await server.close();
  }
  return { kinds: kinds.size, statuses };
}

async function newNonce(origin: string): Promise<string> {
  return (await fetch(`${origin}/relay`)).headers.get('dpop-nonce') ?? '';
}

/** Connects like a regular page. */
async function connect(origin: string, keys: RelayTarget['keys']): Promise<string> {
  const htu = `${origin}/relay/connections`;
  const dpop = await signProof(keys, { htm: 'POST', htu, nonce: await newNonce(origin) });
  const headers = { origin: 'https://site.example', dpop, 'content-type': 'application/json' };
  const response = await fetch(htu, { method: 'POST', headers, body: '{}' });
  assert.ok(response.ok, String(response.status));
  return ((await response.json()) as { id: string }).id;
}
