import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { openProvider } from '../../support/provider.js';
import { runSlowloris } from '../../soak/slowloris-run.js';

/** `npm run soak slowloris` does it with 1,000 sockets and in real time: 17 s. */
const FASTER = 10;

test('sockets that say a byte now and then are all closed in time, and others do not notice', async (t) => {
  const { headersTimeout, requestTimeout, checkInterval } = DEFAULT_LIMITS;
  const { lastClosed, honest } = await runSlowloris(120, {
    pace: 1_000 / FASTER,
    limits: {
      headersTimeout: headersTimeout / FASTER,
      requestTimeout: requestTimeout / FASTER,
      checkInterval: checkInterval / FASTER,
    },
  });
  t.diagnostic(`closed after ${lastClosed.toFixed(0)} ms; p99 of honest calls ${honest.toFixed(0)} ms`);
  // A second more, for a machine that has more to do.
  assert.ok(lastClosed <= 17_000 / FASTER + 1_000, `${lastClosed} ms`);
});

test(
  'more sockets than the provider takes are hung up on, and there is room again when others go',
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
