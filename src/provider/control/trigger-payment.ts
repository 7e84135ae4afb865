import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { convertDecimalToScaledAmount, convertScaledAmountToDecimal } from '../../protocol/amount.js';
import { getBody } from '../../server/validated-request.js';
import { toPayer, readConnection } from '../core/payer.js';
import { payOneTime } from '../payments/one-time/pay-one-time.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import type { OpenLink, OpenLinks } from './open-links.js';

const TriggerSchema = Type.Object(
  {
    /** In the visitor's currency, such as `0.05`. */
    amount: Type.String({ maxLength: 300 }),
    link: Type.Optional(Type.String({ maxLength: 2_048 })),
    site: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
);
type Trigger = Static<typeof TriggerSchema>;

/** The payment. The page receives it with its next tick. */
export interface TriggeredPayment {
  site: string;
  link: string;
  amount: string;
  currency: string;
}

/**
 * `POST /sandbox/payments`: pays a one-time amount to the newest matching link of an open page, as the
 * account page does.
 */
export function serveTriggerPayment(
  server: FastifyInstance,
  services: ProviderServices,
  links: OpenLinks,
): void {
  server.post('/payments', { schema: { body: TriggerSchema } }, async (request, reply) => {
    const { amount: decimal, ...wanted } = getBody(request, TriggerSchema);
    const open = findOpenLink(links, wanted);
    const payer = toPayer(await readConnection(services.database, open.connection));
    const amount = parseTriggerAmount(decimal, payer.assetScale, payer.assetCode);
    await payOneTime(services, open.connection, amount, undefined, [open.session]);
    const paid: TriggeredPayment = {
      ...{ site: open.site, link: open.href, currency: payer.assetCode },
      amount: convertScaledAmountToDecimal(amount, payer.assetScale),
    };
    return reply.code(201).send(paid);
  });
}

function findOpenLink(links: OpenLinks, { link, site }: Omit<Trigger, 'amount'>): OpenLink {
  const openLinks = links.list();
  const found = openLinks.find(
    (candidate) =>
      (link === undefined || candidate.href === link || candidate.walletAddress === link) &&
      (site === undefined || candidate.site === site),
  );
  if (found) return found;
  const others = [...new Set(openLinks.map((candidate) => `${candidate.href} at ${candidate.site}`))];
  const detail =
    others.length === 0
      ? 'There is no open, visible page with an active session.'
      : `Open links: ${others.join(', ')}.`;
  throw new RelayProblem('no-open-page', detail);
}

function parseTriggerAmount(decimal: string, assetScale: number, assetCode: string): bigint {
  try {
    const amount = convertDecimalToScaledAmount(decimal, assetScale);
    if (amount > 0n) return amount;
  } catch {
    // Not a decimal: reported below.
  }
  throw new RelayProblem(
    'request-invalid',
    `"amount" must be greater than 0, with at most ${assetScale} decimals: the visitor pays in ${assetCode}.`,
  );
}
