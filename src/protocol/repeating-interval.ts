/** A stretch of time that repeats: budgets and grant limits count in it. Instants are milliseconds since 1970, UTC. */
export interface RepeatingInterval {
  start: number;
  /** ISO 8601 duration such as `P1M`, or null for one stretch without end. */
  period: string | null;
}

export interface Interval {
  start: number;
  /** Null: never ends. */
  end: number | null;
}

const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The occurrence of the interval that `now` lies in, found without walking from the start: `R/1970-01-01T00:00:00Z/PT1S` costs what `P1M` costs.
 * Before the start it is the first one.
 * @throws TypeError when `period` is not an ISO 8601 duration, or one of no length.
 */
export function intervalAt({ start, period }: RepeatingInterval, now: number): Interval {
  if (period === null) return { start, end: null };
  const duration = parseDuration(period);
  let n = Math.max(0, estimate(start, duration, now));
  while (n > 0 && add(start, duration, n) > now) n -= 1;
  while (add(start, duration, n + 1) <= now) n += 1;
  return { start: add(start, duration, n), end: add(start, duration, n + 1) };
}

interface Duration {
  months: number;
  milliseconds: number;
}

function parseDuration(period: string): Duration {
  const match = DURATION.exec(period);
  if (match) {
    const [years, months, weeks, days, hours, minutes, seconds] = match
      .slice(1)
      .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
    const duration = {
      months: years * 12 + months,
      milliseconds: ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000,
    };
    const longest = 100 * 365 * 86_400_000;
    const total = duration.months * 31 * 86_400_000 + duration.milliseconds;
    if (total > 0 && total <= longest) return duration;
  }
  throw new TypeError(
    `"period" must be an ISO 8601 duration of at most a century, got ${JSON.stringify(period)}`,
  );
}

/** At most a few occurrences off, because no month is shorter than 28 or longer than 31 days. */
function estimate(start: number, { months, milliseconds }: Duration, now: number): number {
  const mean = months * ((146_097 / 4_800) * 86_400_000) + milliseconds;
  return Math.floor((now - start) / mean);
}

/** The n-th occurrence counts from the start, so that a start on the 31st stays on the last day of shorter months without drifting. */
function add(start: number, { months, milliseconds }: Duration, n: number): number {
  const date = new Date(start);
  if (months > 0) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months * n);
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, lastDay));
  }
  return date.getTime() + milliseconds * n;
}
