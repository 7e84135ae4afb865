import 'wm-polyfill';
import type { MonetizationEvent as EventType } from 'wm-polyfill/fn';

// Handlers on all targets.
window.onmonetization = (event) => event.amountSent.value.toUpperCase();
document.onmonetization = (event) => event.amountSent.currency.length;
onmonetization = (event) => event.walletAddress.length;
const link = document.createElement('link');
link.onmonetization = (event) => event.incomingPayment?.startsWith('https:');
link.onmonetization = function (event) {
  this.removeEventListener('monetization', () => event.preventDefault());
};
link.onmonetization = null;
document.createElementNS('http://www.w3.org/2000/svg', 'svg').onmonetization = (event) => event.receipt;
document.createElementNS('http://www.w3.org/1998/Math/MathML', 'math').onmonetization = (event) =>
  event.amount;

// Listeners on all targets.
window.addEventListener('monetization', (event) => event.amountSent.value.toUpperCase());
addEventListener('monetization', ({ amountSent: { currency, value } }) => `${value} ${currency}`);
document.addEventListener('monetization', (event) => event.paymentPointer.length, { once: true });
link.addEventListener('monetization', (event) => event.amountSent.value.toUpperCase());
document.body.addEventListener('monetization', (event) => (event.target as HTMLLinkElement).relList);

// The event.
const event: EventType = new MonetizationEvent('monetization', {
  bubbles: true,
  amountSent: { currency: 'EUR', value: '0.01' },
  incomingPayment: null,
  walletAddress: 'https://wallet.example/alice',
});
const isEvent: Event = event;
const scale: number | null = event.assetScale;
const amount: MonetizationCurrencyAmount = event.amountSent;
document.dispatchEvent(event);
export const narrowed = (other: Event): string =>
  other instanceof MonetizationEvent ? other.walletAddress : '';
export { amount, isEvent, scale };
export const supported: boolean = link.relList.supports('monetization');

// @ts-expect-error unknown member
window.onmonetization = (event) => event.amountsent;
// @ts-expect-error the value is an exact decimal string
link.onmonetization = (event) => event.amountSent.value * 2;
// @ts-expect-error it can be null
link.onmonetization = (event) => event.incomingPayment.length;
// @ts-expect-error not a handler
link.onmonetization = 'pay()';
// @ts-expect-error read-only
event.walletAddress = 'https://wallet.example/bob';
// @ts-expect-error the amount is required
new MonetizationEvent('monetization', {
  incomingPayment: null,
  walletAddress: 'https://wallet.example/alice',
});
// @ts-expect-error a decimal string, not a number
new MonetizationEvent('x', { amountSent: { currency: 'EUR', value: 1 }, incomingPayment: null });
// @ts-expect-error the second argument is required
new MonetizationEvent('monetization');
