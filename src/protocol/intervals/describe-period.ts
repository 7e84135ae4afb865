/** The units of the periods that wallets and providers use most. */
const PERIOD_UNITS: Readonly<Record<string, string>> = {
  PT1H: 'hour',
  P1D: 'day',
  P1W: 'week',
  P7D: 'week',
  P1M: 'month',
  P1Y: 'year',
};

/** The unit of an ISO 8601 duration, such as `month` for `P1M`, or undefined if it has no word. */
export function findPeriodUnit(period: string): string | undefined {
  return Object.hasOwn(PERIOD_UNITS, period) ? PERIOD_UNITS[period] : undefined;
}

/** What a budget applies to. Null: the budget does not renew. */
export function describePeriod(period: string | null): string {
  if (period === null) return 'in total';
  const unit = findPeriodUnit(period);
  return unit === undefined ? `every ${period}` : `per ${unit}`;
}
