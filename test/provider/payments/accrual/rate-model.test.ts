import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { openRateModel, type PaymentOutcome } from '../../../support/provider/rate-model.js';
import { openProviderDatabase } from '../../../support/provider/provider-database.js';
import { ON_POSTGRES } from '../../../support/postgres/test-database.js';

const providerDatabase = await openProviderDatabase();
after(providerDatabase.close);

const HOUR_MS = 3_600_000n;
/** Milliseconds of the rate that may be paid before they were visible. */
const HEAD_START_MS = 60_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
// A fixed seed; RUNS and SEED draw others.
const seed = Number(process.env['SEED'] ?? 1);
const RUN_COUNT = Number(process.env['RUNS'] ?? (ON_POSTGRES ? 4 : 40));

/** Amounts are in billionths of the visitor's currency. */
const unit = fc
  .tuple(fc.integer({ min: 0, max: 13 }), fc.bigInt(1n, 9n))
  .map(([power, digit]) => digit * 10n ** BigInt(power));
const page = fc.nat(3);
const span = (longest: number) => fc.integer({ min: 0, max: longest });
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const step = fc.oneof(
  weighted(
    6,
    fc.record({
      what: fc.constant('look'),
      for: span(40 * SECOND_MS),
      pages: fc.integer({ min: 1, max: 15 }),
    }),
  ),
  weighted(
    3,
    fc.record({
      what: fc.constant('look'),
      for: span(900 * SECOND_MS),
      pages: fc.integer({ min: 1, max: 15 }),
    }),
  ),
  weighted(
    2,
    fc.record({ what: fc.constant('away'), for: fc.oneof(span(40 * SECOND_MS), span(3 * DAY_MS)) }),
  ),
  weighted(
    2,
    fc.record({
      what: fc.constant('clock'),
      by: fc.oneof(span(90 * SECOND_MS), span(3 * DAY_MS)),
      back: fc.boolean(),
    }),
  ),
  weighted(1, fc.record({ what: fc.constant('restart') })),
  weighted(2, fc.record({ what: fc.constant('load'), page })),
  weighted(1, fc.record({ what: fc.constant('copy'), page })),
  weighted(2, fc.record({ what: fc.constant('hurry'), page })),
) as fc.Arbitrary<Step>;
interface Step {
  what: 'look' | 'away' | 'clock' | 'restart' | 'load' | 'copy' | 'hurry';
  for: number;
  by: number;
  back: boolean;
  page: number;
  pages: number;
}
const outcome = fc.oneof(
  weighted(5, fc.constant<PaymentOutcome>('paid')),
  weighted(1, fc.constantFrom<PaymentOutcome>('cancelled', 'no quote', 'no answer')),
);

test(`at any moment at most rate × visible time + 60 seconds of the rate is spent (SEED=${seed})`, async () => {
  let [run, payments, refused] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.record({ rate: unit, least: fc.array(unit, { minLength: 1, maxLength: 4 }) }),
      fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }),
      fc.array(outcome, { minLength: 1, maxLength: 7 }),
      async ({ rate, least }, steps, outcomes) => {
        run += 1;
        const model = await openRateModel(providerDatabase, `run ${run}`, { rate, least });
        const play = () => outcomes[model.payments % outcomes.length] as PaymentOutcome;
        for (const each of steps) {
          await take(model, each, play);
          const allowed = rate * BigInt(model.visibleMs + HEAD_START_MS);
          assert.ok(
            model.spent * HOUR_MS <= allowed,
            `${model.spent} spent after ${model.visibleMs} ms, ${each.what}`,
          );
        }
        const { visible_ms: counted } = await providerDatabase.read(model.connection);
        assert.ok(counted <= BigInt(model.visibleMs), `${counted} ms counted of ${model.visibleMs}`);
        payments += model.payments;
        refused += model.refusals.size;
      },
    ),
    { numRuns: RUN_COUNT, seed },
  );
  assert.ok(payments > RUN_COUNT, `${payments} payments: the model pays too rarely`);
  assert.ok(refused > 0);
});

async function take(
  model: Awaited<ReturnType<typeof openRateModel>>,
  { what, for: span, by, back, page, pages }: Step,
  play: () => PaymentOutcome,
): Promise<void> {
  if (what === 'look') return model.showPages(span, (index) => (pages & (1 << (index % 4))) > 0, play);
  if (what === 'away' || what === 'clock') return model.hidePages(what === 'away' ? span : back ? -by : by);
  if (what === 'restart') return model.restart();
  if (what === 'hurry') return model.tickEarly(page % model.pages.length, play());
  if (what === 'copy') return model.copy(page % model.pages.length);
  model.load(page % (model.pages.length + 1));
}

test('an amount that needs two hours is paid after two hours of visits, whatever the absences', async () => {
  const least = 1_250_000_000n;
  const model = await openRateModel(providerDatabase, 'visits', { rate: 600_000_000n, least: [least] });
  await model.showPages(
    0,
    () => true,
    () => 'paid',
  );
  const first = model.dueIn ?? 0;
  assert.ok(first <= 7_500 * SECOND_MS && first >= 7_500 * SECOND_MS - HEAD_START_MS, String(first));
  for (let visit = 0; visit < 12; visit += 1) {
    assert.equal(model.payments, 0);
    const before = model.dueIn ?? 0;
    await model.showPages(
      600 * SECOND_MS,
      () => true,
      () => 'paid',
    );
    assert.ok((model.dueIn ?? 0) < before);
    model.hidePages(3 * 3_600 * SECOND_MS);
  }
  await model.showPages(
    300 * SECOND_MS,
    () => true,
    () => 'paid',
  );
  assert.deepEqual([model.payments, model.spent], [1, least]);
});

test('a page that stays open is paid everything that accrues, at any rate and unit', async () => {
  for (const [rate, least] of [
    [600_000_000n, 1n],
    [600_000_000n, 10_000_000n],
    [18_000_000_000n, 1_250_000_000n],
    [60n, 1n],
  ] as const) {
    const model = await openRateModel(providerDatabase, `stays ${rate} ${least}`, { rate, least: [least] });
    const minutes = 20;
    await model.showPages(
      minutes * 60 * SECOND_MS,
      () => true,
      () => 'paid',
    );
    const accrued = (rate * BigInt(minutes)) / 60n;
    const lost = accrued - model.spent;
    // Excludes the incomplete next payment and rounding to milliseconds.
    assert.ok(lost <= least + accrued / 100n, `${model.spent} of ${accrued}`);
  }
});
