import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { Amount } from '../../protocol/amount.js';
import type { Access } from '../auth-server/access.js';
import type { Grant } from '../auth-server/grants.js';
import { lastInstant, parseRepeatingInterval } from '../../protocol/repeating-interval.js';
import { foreignName, Html, html } from './html.js';
import { page } from './page.js';

/** Who asks, how much, how often, until when: two buttons, no script. */
export function consentPage(grant: Grant, token: string): Html {
  const accesses = JSON.parse(grant.access) as Access[];
  return page(
    'May this client use your wallet?',
    html`<dl class="asked">
        <dt>Who asks</dt>
        <dd>
          <strong>${foreignName(grant.client_name ?? '')}</strong><br />
          <code>${new URL(grant.client).href}</code>
        </dd>
        ${accesses.map(describeAccess)}
      </dl>
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        <button name="decision" value="accept" class="main">Accept</button>
        <button name="decision" value="reject">Reject</button>
      </form>`,
  );
}

export function messagePage(message: string): Html {
  return page(message, html`<p>You can close this window.</p>`);
}

function describeAccess({ type, actions, identifier, limits }: Access): Html {
  if (type !== 'outgoing-payment') {
    return html`<dt>It may</dt>
      <dd>${actions.join(', ')} ${type === 'quote' ? 'quotes, which say what a payment costs' : 'incoming payments'}</dd>`;
  }
  const amount = limits?.debitAmount ?? limits?.receiveAmount;
  return html`<dt>From your wallet address</dt>
    <dd>${identifier ?? ''}</dd>
    <dt>How much</dt>
    <dd class="amount">${amount ? `at most ${formatAmount(amount)}` : 'any amount'}</dd>
    <dt>How often</dt>
    <dd>${describeInterval(limits?.interval)}</dd>
    <dt>Until when</dt>
    <dd>${describeEnd(limits?.interval)}</dd>
    <dt>To whom</dt>
    <dd>${limits?.receiver ?? 'anyone'}</dd>
    <dt>It may</dt>
    <dd>${actions.join(', ')} outgoing payments</dd>`;
}

export function formatAmount({ value, assetCode, assetScale }: Amount): string {
  return `${convertScaledAmountToDecimal(BigInt(value), assetScale)} ${foreignName(assetCode)}`;
}

const PERIODS: Readonly<Record<string, string>> = {
  PT1H: 'every hour',
  P1D: 'every day',
  P1W: 'every week',
  P7D: 'every week',
  P1M: 'every month',
  P1Y: 'every year',
};

function describeInterval(interval: string | undefined): string {
  if (interval === undefined) return 'once, in one payment or several';
  const [repeat, first = '', second = ''] = interval.split('/');
  const period = [first, second].find((part) => part.startsWith('P')) ?? `${first} to ${second}`;
  const known = Object.hasOwn(PERIODS, period) ? PERIODS[period] : undefined;
  return repeat === 'R0' ? `once, within ${period}` : (known ?? `again every ${period}`);
}

function describeEnd(interval: string | undefined): Html {
  const repeating = interval === undefined ? undefined : parseRepeatingInterval(interval);
  const end = repeating && lastInstant(repeating);
  if (end === undefined) return html`until you revoke it`;
  const at = new Date(end).toISOString();
  return html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
