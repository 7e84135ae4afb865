import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { convertDecimalToScaledAmount, convertScaledAmountToDecimal } from '../../protocol/amount.js';
import { payerProblem } from '../open-payments/payer-problem.js';
import { payerOf, readConnection } from '../payments/payer.js';
import { payOnce } from '../payments/pay-once.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
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

/** What was paid. Its page hears of it with its next tick. */
export interface TriggeredPayment {
  site: string;
  link: string;
  amount: string;
  currency: string;
}

/** `POST /sandbox/payments`: the visitor pays an extra amount in an open page, the newest that fits, as on the account page. */
export function servePayments(server: FastifyInstance, services: Services, links: OpenLinks): void {
  server.post('/payments', { schema: { body: TriggerSchema } }, async (request, reply) => {
    const { amount: decimal, ...wanted } = request.body as Trigger;
    const open = findOpenLink(links, wanted);
    const payer = payerOf(await readConnection(services.database, open.connection));
    const amount = readAmount(decimal, payer.assetScale, payer.assetCode);
    try {
      await payOnce(services, open.connection, amount, undefined, [open.session]);
    } catch (cause) {
      throw payerProblem(services, payer, cause);
    }
    const paid: TriggeredPayment = {
      ...{ site: open.site, link: open.href, currency: payer.assetCode },
      amount: convertScaledAmountToDecimal(amount, payer.assetScale),
    };
    return reply.code(201).send(paid);
  });
}

function findOpenLink(links: OpenLinks, { link, site }: Omit<Trigger, 'amount'>): OpenLink {
  const open = links.list();
  const found = open.find(
    (one) =>
      (link === undefined || one.href === link || one.walletAddress === link) &&
      (site === undefined || one.site === site),
  );
  if (found) return found;
  const others = [...new Set(open.map((one) => `${one.href} at ${one.site}`))];
  const detail =
    others.length === 0 ? 'No page is open, visible and paid.' : `Open are: ${others.join(', ')}.`;
  throw new RelayProblem('no-open-page', detail);
}

function readAmount(decimal: string, assetScale: number, assetCode: string): bigint {
  try {
    const amount = convertDecimalToScaledAmount(decimal, assetScale);
    if (amount > 0n) return amount;
  } catch {
    // Said below: it is no amount.
  }
  throw new RelayProblem(
    'request-invalid',
    `"amount" must be more than 0, with at most ${assetScale} decimals, for the visitor pays in ${assetCode}.`,
  );
}
