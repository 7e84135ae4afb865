import { PaymentNotVerified } from './payment-not-verified.js';

const MAX_URL_LENGTH = 2_048;

/**
 * Validates the URL of an incoming payment and returns its canonical form. The page's input is not trusted:
 * - The URL must be below the resource server of the site's own wallet, so the server sends no request
 *   elsewhere.
 * - One plain name follows `/incoming-payments/`, without query, fragment, user or escapes.
 * - A UUID becomes lower case with hyphens. Databases accept it in any form, and with two spellings one
 *   payment could be claimed twice.
 * @throws PaymentNotVerified `payment-url-refused`
 */
// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
export function parsePaymentUrl(incomingPayment: unknown, resourceServer: string): string {
  const collectionUrl = `${resourceServer.replace(/\/$/, '')}/incoming-payments/`;
  const text = typeof incomingPayment === 'string' ? incomingPayment : '';
  const name =
    text.length <= MAX_URL_LENGTH && text.startsWith(collectionUrl) ? text.slice(collectionUrl.length) : '';
  if (!/^[\w-]{1,128}$/.test(name)) throw new PaymentNotVerified('payment-url-refused');
  return collectionUrl + normalizeUuid(name);
}

function normalizeUuid(name: string): string {
  const digits = name.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return name;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
