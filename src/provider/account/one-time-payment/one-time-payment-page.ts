import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { getParams } from '../../../server/validated-request.js';
import { convertDecimalToScaledAmount } from '../../../protocol/amount.js';
import { issueFormToken, redeemFormToken } from '../../wallet-grants/consent-form/form-token.js';
import type { Html } from '../../../server/html.js';
import { payOneTime } from '../../payments/one-time/pay-one-time.js';
import { readPayableSessions } from '../../payments/one-time/payable-sessions.js';
import { RelayProblem } from '../../core/relay-problem.js';
import { toRelayProblem } from '../../problems/problem-response.js';
import type { ProviderServices } from '../../services/provider-services.js';
import { redeemAccountForm, readFormFields, requireVisitor } from '../html/account-form.js';
import { confirmationHtml, paymentResultHtml } from '../html/one-time-payment-html.js';
import { paymentProblemHtml } from './one-time-payment-problem.js';
import { formatAssetAmount } from '../html/format-asset-amount.js';
import { readCurrentSite, type Site } from '../queries/read-sites.js';

const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** What the visitor confirms. Only these amounts are paid, and only to these receivers. */
interface ConfirmedPayment {
  amount: string;
  receivers: string[];
}

/** A one-time payment: the visitor enters an amount on the site's page and confirms it on a second page. */
export function serveOneTimePaymentPages(
  server: FastifyInstance,
  services: ProviderServices,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const schema = { params: ParamsSchema };
  server.post('/sites/:id/payments/questions', { schema }, async (request, reply) => {
    const visitor = await redeemAccountForm(services, request);
    const site = await readCurrentSite(services, visitor, getParams(request, ParamsSchema).id);
    try {
      const amount = parseOneTimeAmount(site, readFormFields(request)['amount'] ?? '');
      const receivers = await readOpenReceivers(services, site);
      const shown: ConfirmedPayment = { amount: amount.toString(), receivers };
      const token = await issueFormToken(services, visitor, paymentFormPurpose(site), shown);
      return send(reply, 'Pay this once?', confirmationHtml(site, amount, receivers, token));
    } catch (error) {
      return sendPaymentProblem(request, reply, site, error);
    }
  });

  server.post('/sites/:id/payments', { schema }, async (request, reply) => {
    const visitor = requireVisitor(request, services.origin);
    const site = await readCurrentSite(services, visitor, getParams(request, ParamsSchema).id);
    const { token } = readFormFields(request);
    const { amount, receivers } = await redeemFormToken<ConfirmedPayment>(
      services,
      visitor,
      paymentFormPurpose(site),
      token,
    );
    try {
      const result = await payOneTime(services, site.id, BigInt(amount), receivers);
      return send(reply, 'Paid', paymentResultHtml(site, result));
    } catch (error) {
      return sendPaymentProblem(request, reply, site, error);
    }
  });

  function sendPaymentProblem(request: FastifyRequest, reply: FastifyReply, site: Site, error: unknown) {
    const problem = toRelayProblem(error, request);
    request.problemCode = problem.code;
    return send(reply.code(problem.status), 'Payment failed', paymentProblemHtml(site, problem));
  }
}

function paymentFormPurpose({ id, grantId }: Site): string {
  return `pay ${id} ${grantId}`;
}

async function readOpenReceivers(services: ProviderServices, { id }: Site): Promise<string[]> {
  const sessions = await readPayableSessions(services, id);
  if (sessions.length === 0) throw new RelayProblem('no-open-page');
  return sessions.map((session) => session.wallet_address);
}

function parseOneTimeAmount(site: Site, decimal: string): bigint {
  if (site.state !== 'active') throw new RelayProblem('connection-not-active');
  let amount: bigint;
  try {
    amount = convertDecimalToScaledAmount(decimal.trim(), site.assetScale);
  } catch (cause) {
    throw new RelayProblem('request-invalid', `Enter a valid amount in ${site.assetCode}.`, { cause });
  }
  if (amount === 0n) throw new RelayProblem('request-invalid', 'Enter an amount greater than zero.');
  const remaining = site.budget - site.spent - site.reserved;
  if (amount > remaining)
    throw new RelayProblem(
      'budget-spent',
      `The budget for this site has ${formatAssetAmount(site, remaining)} left.`,
    );
  return amount;
}
