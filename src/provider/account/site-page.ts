import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { maxLimits, maxAllowance, parseChosenLimits } from '../wallet-grants/consent-form/chosen-limits.js';
import { issueFormToken } from '../wallet-grants/consent-form/form-token.js';
import { sendOutgoingPaymentAndQuoteGrantRequest } from '../wallet-grants/send-outgoing-payment-and-quote-grant-request.js';
import { revokeUserWalletCredentials } from '../wallet-grants/revoke-user-wallet-credentials.js';
import {
  sendWalletAddressRequest,
  parseWalletAddressUrl,
} from '../open-payments/send-wallet-address-request.js';
import { html, type Html } from '../../server/html.js';
import { getParams, getQuery } from '../../server/validated-request.js';
import { sendProviderPage } from '../pages/page.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import { changeSiteLimits, pauseSite, resumeSite } from './change-site.js';
import {
  ACCOUNT_FORM,
  redeemAccountForm,
  type FormFields,
  readFormFields,
  requireVisitor,
} from './html/account-form.js';
import { readPaymentPage } from './queries/read-payments.js';
import { readCurrentSite, readVisitorSite, type Site } from './queries/read-sites.js';
import { readSpending } from './queries/read-spending.js';
import { siteHtml } from './html/site-html.js';

const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });
const QuerySchema = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) });

type SiteAction = (site: Site, fields: FormFields) => Promise<void>;

/** The page of one site: its payments, and forms for every change. */
export function serveSitePages(
  server: FastifyInstance,
  services: ProviderServices,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const { origin, allowance, sandbox } = services;
  server.get(
    '/sites/:id',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const visitor = requireVisitor(request, origin);
      const site = await readVisitorSite(services, visitor, getParams(request, ParamsSchema).id);
      const { page = 1 } = getQuery(request, QuerySchema);
      const body = siteHtml({
        ...{ site, page, maxAllowance: maxAllowance(allowance) },
        ...(await readPaymentPage(services, site.id, visitor, page)),
        spending: await readSpending(services, visitor, site.id),
        token: await issueFormToken(services, visitor, ACCOUNT_FORM),
      });
      return send(reply, site.origin, body);
    },
  );

  const ACTIONS: Record<string, SiteAction> = {
    pause: (site) => pauseSite(services, site),
    resume: (site) => resumeSite(services, site),
    // The consent is revoked anyway. The site's page shows that the wallet has not confirmed it yet.
    revoke: (site) =>
      revokeUserWalletCredentials(services, site).catch((error: unknown) => {
        if (!(error instanceof RelayProblem)) throw error;
        services.log.warn(
          { err: error, connection: site.id },
          'a wallet has not confirmed yet that a consent was revoked',
        );
      }),
    limits: (site, fields) => changeSiteLimits(services, site, readLimitFields(fields)),
  };
  for (const [name, act] of Object.entries(ACTIONS)) {
    server.post(`/sites/:id/${name}`, { schema: { params: ParamsSchema } }, async (request, reply) => {
      const { site } = await readForm(request);
      await act(site, readFormFields(request));
      return reply.redirect(`${origin}/account/sites/${site.id}`, 303);
    });
  }

  server.post('/sites/:id/consents', { schema: { params: ParamsSchema } }, async (request, reply) => {
    const { site, visitor } = await readForm(request);
    if (site.state === 'revoked') throw new RelayProblem('request-invalid', 'Connect again from the site.');
    const wallet = await sendWalletAddressRequest(
      services,
      parseWalletAddressUrl(site.walletAddress, services),
    );
    if (wallet.assetCode !== site.assetCode || wallet.assetScale !== site.assetScale)
      throw new RelayProblem(
        'wallet-refused',
        'The currency of your wallet has changed. Connect again from the site.',
      );
    const limits = parseChosenLimits(
      readLimitFields(readFormFields(request)),
      wallet.assetScale,
      maxLimits(allowance, wallet),
    );
    const redirectTo = await sendOutgoingPaymentAndQuoteGrantRequest(
      services,
      site.id,
      wallet,
      visitor,
      limits,
    );
    const body = html`<h1>Continue to your wallet</h1>
<p role="status">Your wallet asks for your consent next. <a href="${redirectTo}">Continue</a></p>`;
    return sendProviderPage(reply, { title: 'Continue to your wallet', redirectTo, sandbox, body });
  });

  async function readForm(request: FastifyRequest) {
    const visitor = await redeemAccountForm(services, request);
    return { visitor, site: await readCurrentSite(services, visitor, getParams(request, ParamsSchema).id) };
  }
}

function readLimitFields({ budget = '', ratePerHour = '' }: FormFields): {
  budget: string;
  ratePerHour: string;
} {
  return { budget, ratePerHour };
}
