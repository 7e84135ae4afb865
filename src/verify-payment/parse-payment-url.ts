import { PaymentNotVerified } from './payment-not-verified.js';

const MOST_CHARACTERS = 2_048;

/**
 * The URL of an incoming payment below the resource server that the site's own wallet names: nothing else is ever asked for, whatever a page says.
 * One payment has one spelling, because who can spell it otherwise could use it twice.
 * - no query, no fragment, no user, nothing escaped: one plain name below `/incoming-payments/`
 * - a UUID in lower case and with its hyphens, however it was written: databases take it in any form
 * @throws PaymentNotVerified `payment-url-refused`
 */
// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
export function parsePaymentUrl(incomingPayment: unknown, resourceServer: string): string {
  const folder = `${resourceServer.replace(/\/$/, '')}/incoming-payments/`;
  const text = typeof incomingPayment === 'string' ? incomingPayment : '';
  const name = text.length <= MOST_CHARACTERS && text.startsWith(folder) ? text.slice(folder.length) : '';
  if (!/^[\w-]{1,128}$/.test(name)) throw new PaymentNotVerified('payment-url-refused');
  return folder + spellUuid(name);
}

function spellUuid(name: string): string {
  const digits = name.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return name;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
