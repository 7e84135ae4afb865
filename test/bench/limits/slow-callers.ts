import { DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { MAX_SLOWDOWN_MS } from '../../soak/requests/measure-latency.js';
import { runBodies } from '../../soak/runs/expensive-bodies-run.js';
import { runSlowloris } from '../../soak/runs/slowloris-run.js';
import { formatAgainstTarget } from '../format-result.js';

const BODY_COUNT = 200;
const SOCKET_COUNT = 120;
/** `npm run soak slowloris` runs in real time. */
const SPEEDUP = 10;
const MAX_CLOSING_MS = 17_000 / SPEEDUP + 1_000;

/** Whether one caller delays the others. */
export async function benchSlowCallers(): Promise<string[]> {
  const { quiet, attacked } = await runBodies(BODY_COUNT);
  const { headersTimeout, requestTimeout, connectionsCheckingInterval } = DEFAULT_LIMITS;
  const { lastClosed, regular } = await runSlowloris(SOCKET_COUNT, {
    pace: 1_000 / SPEEDUP,
    limits: {
      headersTimeout: headersTimeout / SPEEDUP,
      requestTimeout: requestTimeout / SPEEDUP,
      connectionsCheckingInterval: connectionsCheckingInterval / SPEEDUP,
    },
  });
  const slower = attacked - quiet;
  return [
    formatAgainstTarget(
      `100 expensive bodies a second: p99 of regular calls ${slower.toFixed(0)} ms slower`,
      `≤ ${MAX_SLOWDOWN_MS} ms`,
      slower <= MAX_SLOWDOWN_MS,
    ),
    formatAgainstTarget(
      `${SOCKET_COUNT} slow sockets: closed after ${lastClosed.toFixed(0)} ms; p99 of regular calls ${regular.toFixed(0)} ms`,
      `≤ ${MAX_CLOSING_MS} ms`,
      lastClosed <= MAX_CLOSING_MS,
    ),
  ];
}
