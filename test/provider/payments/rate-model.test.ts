import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { openRateModel, type Outcome } from '../../support/rate-model.js';
import { openBooks } from '../../support/stored-connection.js';
import { ON_POSTGRES } from '../../support/test-database.js';

const books = await openBooks();
after(books.close);

const HOUR = 3_600_000n;
/** Milliseconds of the rate that may be paid before they were looked at. */
const AHEAD = 60_000;
const SECOND = 1_000;
const DAY = 86_400_000;
// The same each time; RUNS and SEED draw others.
const seed = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? (ON_POSTGRES ? 4 : 40));

/** In billionths of the visitor's currency, in which all here is counted. */
const unit = fc
  .tuple(fc.integer({ min: 0, max: 13 }), fc.bigInt(1n, 9n))
  .map(([power, digit]) => digit * 10n ** BigInt(power));
const page = fc.nat(3);
const span = (longest: number) => fc.integer({ min: 0, max: longest });
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const step = fc.oneof(
  weighted(
    6,
    fc.record({ what: fc.constant('look'), for: span(40 * SECOND), pages: fc.integer({ min: 1, max: 15 }) }),
  ),
  weighted(
    3,
    fc.record({
      what: fc.constant('look'),
      for: span(900 * SECOND),
      pages: fc.integer({ min: 1, max: 15 }),
    }),
  ),
  weighted(2, fc.record({ what: fc.constant('away'), for: fc.oneof(span(40 * SECOND), span(3 * DAY)) })),
  weighted(
    2,
    fc.record({
      what: fc.constant('clock'),
      by: fc.oneof(span(90 * SECOND), span(3 * DAY)),
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
  weighted(5, fc.constant<Outcome>('paid')),
  weighted(1, fc.constantFrom<Outcome>('cancelled', 'no quote', 'no answer')),
);

test(`at any moment no more was spent than rate × time looked at, and 60 seconds of the rate (SEED=${seed})`, async () => {
  let [run, payments, refused] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.record({ rate: unit, least: fc.array(unit, { minLength: 1, maxLength: 4 }) }),
      fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }),
      fc.array(outcome, { minLength: 1, maxLength: 7 }),
      async ({ rate, least }, steps, outcomes) => {
        run += 1;
        const model = await openRateModel(books, `run ${run}`, { rate, least });
        const play = () => outcomes[model.payments % outcomes.length] as Outcome;
        for (const each of steps) {
          await take(model, each, play);
          const allowed = rate * BigInt(model.looked + AHEAD);
          assert.ok(
            model.spent * HOUR <= allowed,
            `${model.spent} spent after ${model.looked} ms, ${each.what}`,
          );
        }
        const { looked_at: counted } = await books.read(model.connection);
        assert.ok(counted <= BigInt(model.looked), `${counted} ms counted of ${model.looked}`);
        payments += model.payments;
        refused += model.refusals.size;
      },
    ),
    { numRuns: RUNS, seed },
  );
  assert.ok(payments > RUNS, `${payments} payments: the model does not get there`);
  assert.ok(refused > 0);
});

async function take(
  model: Awaited<ReturnType<typeof openRateModel>>,
  { what, for: span, by, back, page, pages }: Step,
  play: () => Outcome,
): Promise<void> {
  if (what === 'look') return model.look(span, (index) => (pages & (1 << (index % 4))) > 0, play);
  if (what === 'away' || what === 'clock') return model.away(what === 'away' ? span : back ? -by : by);
  if (what === 'restart') return model.restart();
  if (what === 'hurry') return model.hurry(page % model.pages.length, play());
  if (what === 'copy') return model.copy(page % model.pages.length);
  model.load(page % (model.pages.length + 1));
}

test('what takes two hours to accrue is paid after two hours of visits, however long the absences, and says when', async () => {
  const least = 1_250_000_000n;
  const model = await openRateModel(books, 'visits', { rate: 600_000_000n, least: [least] });
  await model.look(
    0,
    () => true,
    () => 'paid',
  );
  const first = model.dueIn ?? 0;
  assert.ok(first <= 7_500 * SECOND && first >= 7_500 * SECOND - AHEAD, String(first));
  for (let visit = 0; visit < 12; visit += 1) {
    assert.equal(model.payments, 0);
    const before = model.dueIn ?? 0;
    await model.look(
      600 * SECOND,
      () => true,
      () => 'paid',
    );
    assert.ok((model.dueIn ?? 0) < before);
    model.away(3 * 3_600 * SECOND);
  }
  await model.look(
    300 * SECOND,
    () => true,
    () => 'paid',
  );
  assert.deepEqual([model.payments, model.spent], [1, least]);
});

test('at any rate and unit a page that stays open is paid all that accrues', async () => {
  for (const [rate, least] of [
    [600_000_000n, 1n],
    [600_000_000n, 10_000_000n],
    [18_000_000_000n, 1_250_000_000n],
    [60n, 1n],
  ] as const) {
    const model = await openRateModel(books, `stays ${rate} ${least}`, { rate, least: [least] });
    const minutes = 20;
    await model.look(
      minutes * 60 * SECOND,
      () => true,
      () => 'paid',
    );
    const accrued = (rate * BigInt(minutes)) / 60n;
    const lost = accrued - model.spent;
    // What has not come to the next payment yet, and what rounding to milliseconds takes.
    assert.ok(lost <= least + accrued / 100n, `${model.spent} of ${accrued}`);
  }
});
