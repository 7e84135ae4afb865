import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { runSlowloris } from '../../soak/runs/slowloris-run.js';

/** `npm run soak slowloris` runs with 1,000 sockets in real time: 17 s. */
const SPEEDUP = 10;

// `npm run bench limits` limits the time.
test('slow sockets are all closed, and other callers are served meanwhile', async (t) => {
  const { headersTimeout, requestTimeout, connectionsCheckingInterval } = DEFAULT_LIMITS;
  const { lastClosed, regular } = await runSlowloris(120, {
    pace: 1_000 / SPEEDUP,
    limits: {
      headersTimeout: headersTimeout / SPEEDUP,
      requestTimeout: requestTimeout / SPEEDUP,
      connectionsCheckingInterval: connectionsCheckingInterval / SPEEDUP,
    },
  });
  t.diagnostic(`closed after ${lastClosed.toFixed(0)} ms; p99 of regular calls ${regular.toFixed(0)} ms`);
  assert.ok(regular > 0);
});

test(
  'sockets above the limit are closed, and new ones are accepted when others close',
  { timeout: 20_000 },
  async () => {
    const { origin } = await openProvider({
      limits: { maxConnections: 2, headersTimeout: 100_000, requestTimeout: 100_000 },
    });
    const { hostname, port } = new URL(origin);
    const open = async () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    };
    const [first, second] = [await open(), await open()];
    const third = await open();
    await once(third.resume(), 'close');
    first.destroy();
    second.destroy();
    assert.equal((await fetch(`${origin}/relay`)).status, 200);
  },
);
