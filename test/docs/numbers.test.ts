import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ACCRUAL_MS } from '../../src/protocol/compute-payment-amount-and-delay.js';
import { MIN_LOSSLESS_UNITS } from '../../src/protocol/rounding.js';
import { MAX_SESSIONS_PER_PAGE } from '../../src/protocol/relay-messages.js';
import { createEgressOptions } from '../../src/provider/egress/egress-options.js';
import {
  MAX_BODY_BYTES,
  DEFAULT_LIMITS,
  MAX_HEADER_BYTES,
  MAX_URL_LENGTH,
  MAX_HEADERS,
} from '../../src/provider/limits/limits.js';
import { MAX_UNPAID_MS } from '../../src/provider/payments/accrual/visible-time.js';
import { QUOTE_GRACE_PERIOD_MS } from '../../src/provider/payments/recovery/recovery-delay.js';
import { UNFUNDED_AFTER_FAILURES } from '../../src/provider/budget/unfunded.js';
import { DELETE_BATCH_SIZE } from '../../src/provider/retention/batch-size.js';
import { parseScenario } from '../../src/page/simulation/scenario/simulation-scenario.js';
import { readPorts } from '../../src/tools/start/ports.js';
import { readDocument } from './documents.js';

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (value: number | bigint) => WORDS[Number(value)] ?? String(value);
const { connectTimeout, totalTimeout, initialConcurrency, maxConcurrency, ...egress } =
  createEgressOptions(false);
const { headersTimeout, requestTimeout, maxEventLoopDelay } = DEFAULT_LIMITS;
const [slow, poor, flaky, paying] = (['slow', 'runs-out', 'flaky', 'paying'] as const).map(parseScenario);

/** Statements of the documents, generated from the constants. */
const STATEMENTS: readonly [document: string, text: string][] = [
  ['docs/provider.md', `allows a page ${MAX_SESSIONS_PER_PAGE} sessions`],
  ['docs/provider.md', `${MAX_BODY_BYTES / 1024} KiB of body`],
  ['docs/provider.md', `${MAX_HEADER_BYTES / 1024} KiB and ${MAX_HEADERS} lines of headers`],
  ['docs/provider.md', `${MAX_URL_LENGTH.toLocaleString('en')} characters of URL`],
  [
    'docs/provider.md',
    `within ${headersTimeout / 1000} seconds, and the body within ${requestTimeout / 1000}`,
  ],
  ['docs/provider.md', `event loop lags by ${maxEventLoopDelay} ms`],
  [
    'docs/provider.md',
    `${connectTimeout / 1000} seconds to connect and ${totalTimeout / 1000} seconds in all`,
  ],
  ['docs/provider.md', `A response has at most ${egress.bodyLimit / 1024} KiB`],
  ['docs/provider.md', `1–${maxConcurrency}, starting at ${initialConcurrency}`],
  ['docs/provider.md', `at most ${egress.unknownHostRate} calls a second`],
  ['docs/provider.md', `After ${egress.failureThreshold} failed calls in a row`],
  ['docs/provider.md', `fail at once for ${egress.halfOpenAfter / 1000} seconds`],
  [
    'docs/provider.md',
    `until ${inWords(QUOTE_GRACE_PERIOD_MS / 60_000)} minutes after the quote has expired`,
  ],
  ['docs/provider.md', `After ${inWords(UNFUNDED_AFTER_FAILURES)} payments in a row that sent nothing`],
  ['docs/provider.md', `plus ${MAX_UNPAID_MS / 1000n} seconds of the rate`],
  ['docs/provider.md', `accrual would take more than ${MAX_ACCRUAL_MS === 86_400_000 ? 'a day' : ''}`],
  ['docs/provider.md', `loses more than ${100n / MIN_LOSSLESS_UNITS} %`],
  ['docs/provider.md', `batches of at most ${DELETE_BATCH_SIZE.toLocaleString('en')} rows`],
  ['docs/simulation.md', `${inWords((slow?.delayMs ?? 0) / 1000)} seconds of delay for each response`],
  ['docs/simulation.md', `spent after ${inWords(poor?.budget ?? 0)} cents`],
  ['docs/simulation.md', `${inWords((flaky?.failureRate ?? 0) * 10)} failures in ten responses`],
  ['docs/simulation.md', `at most ${Number(paying?.budget) / 100}.00 USD a month`],
  ['docs/sandbox.md', `<http://localhost:${readPorts(undefined, {}).demo}/>`],
];

test('the documents contain the numbers of the constants', () => {
  const missing = STATEMENTS.filter(
    ([document, text]) => !readDocument(document).replace(/\s+/g, ' ').includes(text),
  );
  assert.deepEqual(missing, []);
});
