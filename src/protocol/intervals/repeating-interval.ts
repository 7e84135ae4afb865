/** Milliseconds since the epoch. `end` is exclusive. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

interface Duration {
  readonly months: number;
  readonly milliseconds: number;
}

interface RepeatingInterval {
  /** The number of repetitions after the first interval. */
  readonly repetitions: number;
  readonly anchor: number;
  readonly direction: 1 | -1;
  readonly duration: Duration;
}

const AVERAGE_MONTH_MS = (365.2425 / 12) * 86_400_000;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const ISO_DURATION =
  /^P(?=[\dT])(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,9})S)?)?$/;

/** The interval that contains `instant`, or undefined before the first and after the last interval. */
// https://www.rfc-editor.org/rfc/rfc3339.html#appendix-A
export function currentInterval(repeating: RepeatingInterval, instant: number): Interval | undefined {
  const { direction, repetitions } = repeating;
  let index = estimateIndex(repeating, instant);
  while (index > 0 && startsAfter(intervalAt(repeating, index), instant, direction)) index -= 1;
  while (endsBefore(intervalAt(repeating, index), instant, direction)) index += 1;
  const interval = intervalAt(repeating, index);
  return index <= repetitions && interval.start <= instant && instant < interval.end ? interval : undefined;
}

/** The end of the last interval, or undefined if there is none. */
export function endOfLastInterval(repeating: RepeatingInterval): number | undefined {
  if (repeating.direction === -1) return repeating.anchor;
  const end = intervalAt(repeating, repeating.repetitions).end;
  return Number.isFinite(end) && Math.abs(end) <= 8.64e15 ? end : undefined;
}

/** Parses `R[n]/start/end`, `R[n]/start/duration` or `R[n]/duration/end`. Other texts return undefined. */
export function parseRepeatingInterval(text: string): RepeatingInterval | undefined {
  const [repeat, first, second, ...rest] = text.split('/');
  const times = /^R(-1|\d{0,9})$/.exec(repeat ?? '')?.[1];
  if (times === undefined || first === undefined || second === undefined || rest.length > 0) return undefined;
  const repetitions = times === '' || times === '-1' ? Infinity : Number(times);

  const [start, end] = [parseInstant(first), parseInstant(second)];
  const duration = parseDuration(start === undefined ? first : second);
  if (start !== undefined && end !== undefined && start < end) {
    return { repetitions, anchor: start, direction: 1, duration: { months: 0, milliseconds: end - start } };
  }
  if (start !== undefined && duration) return { repetitions, anchor: start, direction: 1, duration };
  if (end !== undefined && duration) return { repetitions, anchor: end, direction: -1, duration };
  return undefined;
}

// Differs from the live server, which adds month after month, so that the 31st becomes the 28th for all later
// months. Here the 31st stays the end of each month.
function boundaryAt({ anchor, direction, duration }: RepeatingInterval, index: number): number {
  const months = direction * index * duration.months;
  return addMonths(anchor, months) + direction * index * duration.milliseconds;
}

function intervalAt(repeating: RepeatingInterval, index: number): Interval {
  const [near, far] = [boundaryAt(repeating, index), boundaryAt(repeating, index + 1)];
  return repeating.direction === 1 ? { start: near, end: far } : { start: far, end: near };
}

function estimateIndex({ anchor, direction, duration }: RepeatingInterval, instant: number): number {
  const length = duration.months * AVERAGE_MONTH_MS + duration.milliseconds;
  return Math.max(0, Math.trunc((direction * (instant - anchor)) / length));
}

function startsAfter(interval: Interval, instant: number, direction: 1 | -1): boolean {
  return direction === 1 ? interval.start > instant : interval.end <= instant;
}

function endsBefore(interval: Interval, instant: number, direction: 1 | -1): boolean {
  return direction === 1 ? interval.end <= instant : interval.start > instant;
}

function addMonths(instant: number, months: number): number {
  if (months === 0) return instant;
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(date.getTime());
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  return date.getTime();
}

function parseInstant(text: string): number | undefined {
  const instant = ISO_INSTANT.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

function parseDuration(text: string): Duration | undefined {
  const match = ISO_DURATION.exec(text);
  if (!match) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const duration = {
    months: (years ?? 0) * 12 + (months ?? 0),
    milliseconds:
      ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) *
      1000,
  };
  return duration.months + duration.milliseconds > 0 ? duration : undefined;
}
