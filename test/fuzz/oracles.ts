export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** A number without the zeros that mean nothing. */
export function plain(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${BigInt(whole)}.${fraction.replace(/0+$/, '')}`;
}
