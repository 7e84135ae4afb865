export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.*\.)?localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** A number without redundant zeros. */
export function normalizeDecimal(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${BigInt(whole)}.${fraction.replace(/0+$/, '')}`;
}
