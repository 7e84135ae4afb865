import { convertScaledAmountToDecimal, type Amount } from '../../protocol/amount.js';
import type { Access } from './access.js';
import type { Grant } from './grants.js';
import { findPeriodUnit } from '../../protocol/intervals/describe-period.js';
import { endOfLastInterval, parseRepeatingInterval } from '../../protocol/intervals/repeating-interval.js';
import { toDisplayName } from '../../server/display-name.js';
import { type Html, html } from '../../server/html.js';
import { renderSandboxLayout } from '../pages/page.js';

/** The consent page: client, amount, interval and end date, with two buttons and no script. */
export function renderConsentPage(grant: Grant, token: string): Html {
  const accesses = JSON.parse(grant.access) as Access[];
  return renderSandboxLayout(
    'Allow this client to use your wallet?',
    html`<dl class="asked">
        <dt>Client</dt>
        <dd>
          <strong>${toDisplayName(grant.client_name)}</strong><br />
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

function describeAccess({ type, actions, identifier, limits }: Access): Html {
  if (type !== 'outgoing-payment') {
    return html`<dt>Permissions</dt>
      <dd>${actions.join(', ')} ${type === 'quote' ? 'quotes (the cost of a payment)' : 'incoming payments'}</dd>`;
  }
  const amount = limits?.debitAmount ?? limits?.receiveAmount;
  return html`<dt>From your wallet address</dt>
    <dd>${identifier ?? ''}</dd>
    <dt>Amount</dt>
    <dd class="amount">${amount ? `at most ${formatConsentAmount(amount)}` : 'any amount'}</dd>
    <dt>Interval</dt>
    <dd>${describeInterval(limits?.interval)}</dd>
    <dt>Until</dt>
    <dd>${describeEnd(limits?.interval)}</dd>
    <dt>Receiver</dt>
    <dd>${limits?.receiver ?? 'anyone'}</dd>
    <dt>Permissions</dt>
    <dd>${actions.join(', ')} outgoing payments</dd>`;
}

function formatConsentAmount({ value, assetCode, assetScale }: Amount): string {
  return `${convertScaledAmountToDecimal(BigInt(value), assetScale)} ${toDisplayName(assetCode) ?? ''}`;
}

function describeInterval(interval: string | undefined): string {
  if (interval === undefined) return 'once, in one or more payments';
  const [repeat, first = '', second = ''] = interval.split('/');
  const period = [first, second].find((part) => part.startsWith('P')) ?? `${first} to ${second}`;
  if (repeat === 'R0') return `once, within ${period}`;
  const unit = findPeriodUnit(period);
  return unit === undefined ? `repeats every ${period}` : `every ${unit}`;
}

function describeEnd(interval: string | undefined): Html {
  const repeating = interval === undefined ? undefined : parseRepeatingInterval(interval);
  const end = repeating && endOfLastInterval(repeating);
  if (end === undefined) return html`until you revoke it`;
  const at = new Date(end).toISOString();
  return html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
