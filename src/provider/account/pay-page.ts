import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { convertDecimalToScaledAmount } from '../../protocol/amount.js';
import { issueFormToken, redeemFormToken } from '../consent/form-token.js';
import type { Html } from '../pages/html.js';
import { payOnce } from '../payments/pay-once.js';
import { readPayableSessions } from '../payments/payable-sessions.js';
import { RelayProblem } from '../problem.js';
import { toRelayProblem } from '../problem-response.js';
import type { Services } from '../services.js';
import { checkForm, fieldsOf, requireVisitor } from './check-form.js';
import { confirmHtml, paidHtml } from './pay-html.js';
import { payProblemHtml } from './pay-problem.js';
import { inAsset, readOpenSite, type Site } from './read-sites.js';

const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });
type Params = Static<typeof ParamsSchema>;

/** What the visitor was shown and says yes to: nothing else is paid, and nobody else. */
interface Shown {
  amount: string;
  receivers: string[];
}

/** An extra amount, once: said on the site's page, confirmed on a page of its own, then paid. */
export function servePayPages(
  server: FastifyInstance,
  services: Services,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const schema = { params: ParamsSchema };
  server.post<{ Params: Params }>('/sites/:id/payments/questions', { schema }, async (request, reply) => {
    const visitor = await checkForm(services, request);
    const site = await readOpenSite(services, visitor, request.params.id);
    try {
      const amount = chosenAmount(site, fieldsOf(request)['amount'] ?? '');
      const receivers = await openReceivers(services, site);
      const shown: Shown = { amount: amount.toString(), receivers };
      const token = await issueFormToken(services, visitor, payPurpose(site), shown);
      return send(reply, 'Pay this once?', confirmHtml(site, amount, receivers, token));
    } catch (error) {
      return sendPayProblem(request, reply, site, error);
    }
  });

  server.post<{ Params: Params }>('/sites/:id/payments', { schema }, async (request, reply) => {
    const visitor = requireVisitor(request, services.origin);
    const site = await readOpenSite(services, visitor, request.params.id);
    const { token } = fieldsOf(request);
    const { amount, receivers } = await redeemFormToken<Shown>(services, visitor, payPurpose(site), token);
    try {
      const result = await payOnce(services, site.id, BigInt(amount), receivers);
      return send(reply, 'Paid', paidHtml(site, result));
    } catch (error) {
      return sendPayProblem(request, reply, site, error);
    }
  });

  function sendPayProblem(request: FastifyRequest, reply: FastifyReply, site: Site, error: unknown) {
    const problem = toRelayProblem(error, request);
    request.problemCode = problem.code;
    return send(reply.code(problem.status), 'That was not paid', payProblemHtml(site, problem));
  }
}

function payPurpose({ id, grantId }: Site): string {
  return `pay ${id} ${grantId}`;
}

async function openReceivers(services: Services, { id }: Site): Promise<string[]> {
  const sessions = await readPayableSessions(services, id);
  if (sessions.length === 0) throw new RelayProblem('no-open-page');
  return sessions.map((session) => session.wallet_address);
}

function chosenAmount(site: Site, decimal: string): bigint {
  if (site.state !== 'active') throw new RelayProblem('connection-not-active');
  let amount: bigint;
  try {
    amount = convertDecimalToScaledAmount(decimal.trim(), site.assetScale);
  } catch (cause) {
    throw new RelayProblem('request-invalid', `That is no amount in ${site.assetCode}.`, { cause });
  }
  if (amount === 0n) throw new RelayProblem('request-invalid', 'The amount has to be more than nothing.');
  const left = site.budget - site.spent - site.reserved;
  if (amount > left)
    throw new RelayProblem('budget-spent', `The budget for this site has ${inAsset(site, left)} left.`);
  return amount;
}
