import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_ACCRUAL } from '../../src/protocol/accrual.js';
import { NO_LOSS_FROM } from '../../src/protocol/rounding.js';
import { SESSIONS_PER_PAGE } from '../../src/provider/actions/describe-relay.js';
import { egressOptions } from '../../src/provider/egress/egress-options.js';
import {
  BODY_LIMIT,
  DEFAULT_LIMITS,
  HEADERS_LIMIT,
  LONGEST_URL,
  MOST_HEADERS,
} from '../../src/provider/limits/limits.js';
import { MOST_LEFT } from '../../src/provider/payments/accrual/time-looked-at.js';
import { QUOTE_GRACE } from '../../src/provider/payments/recovery-pause.js';
import { UNFUNDED_AFTER } from '../../src/provider/payments/unfunded.js';
import { BATCH } from '../../src/provider/retention/batch.js';
import { parseScenario } from '../../src/relay/simulated/scenario.js';
import { portsFrom } from '../../src/start/ports.js';
import { readDocument } from './documents.js';

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (value: number | bigint) => WORDS[Number(value)] ?? String(value);
const { connectTimeout, totalTimeout, concurrency, mostConcurrency, ...egress } = egressOptions(false);
const { headersTimeout, requestTimeout, maxLag } = DEFAULT_LIMITS;
const [slow, poor, flaky, paying] = (['slow', 'runs-out', 'flaky', 'paying'] as const).map(parseScenario);

/** What the documents state, made of the constants. */
const STATEMENTS: readonly [document: string, text: string][] = [
  ['docs/provider.md', `allows a page ${SESSIONS_PER_PAGE} sessions`],
  ['docs/provider.md', `${BODY_LIMIT / 1024} KiB of body`],
  ['docs/provider.md', `${HEADERS_LIMIT / 1024} KiB and ${MOST_HEADERS} lines of headers`],
  ['docs/provider.md', `${LONGEST_URL.toLocaleString('en')} characters of URL`],
  [
    'docs/provider.md',
    `within ${headersTimeout / 1000} seconds, and the body within ${requestTimeout / 1000}`,
  ],
  ['docs/provider.md', `event loop lags by ${maxLag} ms`],
  [
    'docs/provider.md',
    `${connectTimeout / 1000} seconds to connect and ${totalTimeout / 1000} seconds in all`,
  ],
  ['docs/provider.md', `A response has at most ${egress.bodyLimit / 1024} KiB`],
  ['docs/provider.md', `1–${mostConcurrency}, starting at ${concurrency}`],
  ['docs/provider.md', `at most ${egress.strangerRate} calls a second`],
  ['docs/provider.md', `After ${egress.breakAfter} failed calls in a row`],
  ['docs/provider.md', `fail at once for ${egress.breakFor / 1000} seconds`],
  ['docs/provider.md', `until ${inWords(QUOTE_GRACE / 60_000)} minutes after the quote has expired`],
  ['docs/provider.md', `After ${inWords(UNFUNDED_AFTER)} payments in a row that sent nothing`],
  ['docs/provider.md', `plus ${MOST_LEFT / 1000n} seconds of the rate`],
  ['docs/provider.md', `accrual would take more than ${LONGEST_ACCRUAL === 86_400_000 ? 'a day' : ''}`],
  ['docs/provider.md', `loses more than ${100n / NO_LOSS_FROM} %`],
  ['docs/provider.md', `batches of at most ${BATCH.toLocaleString('en')} rows`],
  ['docs/simulation.md', `${inWords((slow?.delay ?? 0) / 1000)} seconds of delay for each response`],
  ['docs/simulation.md', `spent after ${inWords(poor?.budget ?? 0)} cents`],
  ['docs/simulation.md', `${inWords((flaky?.failureRate ?? 0) * 10)} failures in ten responses`],
  ['docs/simulation.md', `at most ${Number(paying?.budget) / 100}.00 USD a month`],
  ['docs/sandbox.md', `<http://localhost:${portsFrom(undefined).demo}/>`],
];

test('the documents state the numbers of the constants', () => {
  const missing = STATEMENTS.filter(
    ([document, text]) => !readDocument(document).replace(/\s+/g, ' ').includes(text),
  );
  assert.deepEqual(missing, []);
});
