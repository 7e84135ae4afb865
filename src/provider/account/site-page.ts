import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { highestLimits, mostAllowed, chosenLimits } from '../consent/chosen-limits.js';
import { issueFormToken } from '../consent/form-token.js';
import { requestConsent } from '../consent/request-consent.js';
import { revokeConsent } from '../consent/revoke-consent.js';
import { sendWalletAddressRequest, parseWalletAddress } from '../open-payments/wallet-address.js';
import { html, type Html } from '../pages/html.js';
import { sendPage } from '../pages/page.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { changeLimits, pauseSite, resumeSite } from './change-site.js';
import { ACCOUNT_FORM, checkForm, type Fields, fieldsOf, requireVisitor } from './check-form.js';
import { readPayments } from './read-payments.js';
import { readOpenSite, readSite, type Site } from './read-sites.js';
import { readSpending } from './read-spending.js';
import { siteHtml } from './site-html.js';

const ParamsSchema = Type.Object({ id: Type.String({ maxLength: 64 }) });
const QuerySchema = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) });
type Params = Static<typeof ParamsSchema>;

type Action = (site: Site, fields: Fields) => Promise<void>;

/** One site: what was paid, and everything that can be changed about it. */
export function serveSitePages(
  server: FastifyInstance,
  services: Services,
  send: (reply: FastifyReply, title: string, body: Html) => FastifyReply,
): void {
  const { origin, allowance, sandbox } = services;
  server.get<{ Params: Params; Querystring: Static<typeof QuerySchema> }>(
    '/sites/:id',
    { schema: { params: ParamsSchema, querystring: QuerySchema } },
    async (request, reply) => {
      const visitor = requireVisitor(request, origin);
      const site = await readSite(services, visitor, request.params.id);
      const page = request.query.page ?? 1;
      const body = siteHtml({
        ...{ site, page, most: mostAllowed(allowance) },
        ...(await readPayments(services, site.id, visitor, page)),
        spending: await readSpending(services, visitor, site.id),
        token: await issueFormToken(services, visitor, ACCOUNT_FORM),
      });
      return send(reply, site.origin, body);
    },
  );

  const ACTIONS: Record<string, Action> = {
    pause: (site) => pauseSite(services, site),
    resume: (site) => resumeSite(services, site),
    // It has ended all the same, and the site's page says that the wallet does not know it yet.
    revoke: (site) =>
      revokeConsent(services, site).catch((error: unknown) => {
        if (!(error instanceof RelayProblem)) throw error;
        services.log.warn(
          { err: error, connection: site.id },
          'a wallet does not know yet that a consent has ended',
        );
      }),
    limits: (site, fields) => changeLimits(services, site, choiceOf(fields)),
  };
  for (const [name, act] of Object.entries(ACTIONS)) {
    server.post<{ Params: Params }>(
      `/sites/:id/${name}`,
      { schema: { params: ParamsSchema } },
      async (request, reply) => {
        const { site } = await readForm(request);
        await act(site, fieldsOf(request));
        return reply.redirect(`${origin}/account/sites/${site.id}`, 303);
      },
    );
  }

  server.post<{ Params: Params }>(
    '/sites/:id/consents',
    { schema: { params: ParamsSchema } },
    async (request, reply) => {
      const { site, visitor } = await readForm(request);
      if (site.state === 'revoked') throw new RelayProblem('request-invalid', 'Connect again from the site.');
      const wallet = await sendWalletAddressRequest(
        services,
        parseWalletAddress(site.walletAddress, services),
      );
      if (wallet.assetCode !== site.assetCode || wallet.assetScale !== site.assetScale)
        throw new RelayProblem(
          'wallet-refused',
          'Your wallet has another currency now. Connect again from the site.',
        );
      const limits = chosenLimits(
        choiceOf(fieldsOf(request)),
        wallet.assetScale,
        highestLimits(allowance, wallet),
      );
      const goOnTo = await requestConsent(services, site.id, wallet, visitor, limits);
      const body = html`<h1>To your wallet</h1>
<p role="status">Your wallet asks you next. <a href="${goOnTo}">Go on</a></p>`;
      return sendPage(reply, { title: 'To your wallet', goOnTo, sandbox, body });
    },
  );

  async function readForm(request: FastifyRequest<{ Params: Params }>) {
    const visitor = await checkForm(services, request);
    return { visitor, site: await readOpenSite(services, visitor, request.params.id) };
  }
}

function choiceOf({ budget = '', ratePerHour = '' }: Fields): { budget: string; ratePerHour: string } {
  return { budget, ratePerHour };
}
