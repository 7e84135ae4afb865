import type { TraceParty } from '../../protocol/trace.js';
import { withoutSecrets } from '../../protocol/without-secrets.js';
import type { OpenPaymentsClient } from '../open-payments/client.js';
import { errorOf } from './error-of.js';
import { forgetOldest } from './trace.js';
import type { Trace, TraceContext } from './trace.js';

interface Words {
  name: string;
  /** Of a success, as the Open Payments documents have it: another one is refused as invalid. */
  status: number;
  wallet?: TraceParty;
}

const WORDS: Readonly<Record<string, Words>> = {
  'walletAddress.get': { name: 'GET wallet address', status: 200 },
  'grant.request': { name: 'POST grant', status: 200 },
  'grant.continue': { name: 'POST grant continuation', status: 200, wallet: 'visitor' },
  'grant.cancel': { name: 'DELETE grant', status: 204 },
  'token.rotate': { name: 'POST token rotation', status: 200, wallet: 'visitor' },
  'token.revoke': { name: 'DELETE token', status: 204, wallet: 'visitor' },
  'incomingPayment.create': { name: 'POST incoming payment', status: 201, wallet: 'receiver' },
  'quote.create': { name: 'POST quote', status: 201, wallet: 'visitor' },
  'outgoingPayment.create': { name: 'POST outgoing payment', status: 201, wallet: 'visitor' },
  'outgoingPayment.get': { name: 'GET outgoing payment', status: 200, wallet: 'visitor' },
  'outgoingPayment.list': { name: 'GET outgoing payments', status: 200, wallet: 'visitor' },
  'outgoingPayment.getGrantSpentAmounts': { name: 'GET spent amounts', status: 200, wallet: 'visitor' },
};

/** Its answer has the visitor's payments of other sites in it, which are no business of this page. */
const OF_ALL_SITES = 'outgoingPayment.list';
const MOST_PAYMENTS = 1_000;
/** Where the wallet sends the visitor's browser, which then belongs to the page that asked. */
const CONSENT = /\/grants\/([^/]+)\/finish$/;

/** The client, with each call that is made for a page put into the trace: what is asked and answered, and no token. */
export function traceWalletCalls(client: OpenPaymentsClient, trace: Trace): OpenPaymentsClient {
  const hrefs = new Map<unknown, string>();
  const traced =
    (operation: string, call: Call): Call =>
    async (...args) => {
      const { context } = trace;
      const words = WORDS[operation];
      // Who the resource server trusts is asked once an hour, and no step of the flow.
      if (!context || !words) return call(...args);
      const { name, status, wallet = context.wallet } = words;
      const [, body] = args;
      const consent = CONSENT.exec(Object(body)['interact']?.finish?.uri)?.[1];
      if (consent) trace.own(consent, context.page);
      context.href = hrefs.get(Object(body)['receiver']) ?? context.href;
      const request = body === undefined ? undefined : withoutSecrets(body);
      const end = trace.begin(context.page, {
        from: 'provider',
        to: wallet,
        name,
        ...about(context),
        request,
      });
      try {
        const answer = await call(...args);
        const { id, receiver } = Object(answer) as { id?: unknown; receiver?: unknown };
        if (operation === 'incomingPayment.create' && context.href) remember(hrefs, id, context.href);
        context.href ??= hrefs.get(receiver);
        const shown = operation === OF_ALL_SITES ? {} : { response: withoutSecrets(answer) };
        end({ ...about(context), status, ...shown });
        return answer;
      } catch (error) {
        end(errorOf(error));
        throw error;
      }
    };
  return Object.fromEntries(
    Object.entries(client).map(([group, calls]: [string, Record<string, Call>]) => [
      group,
      Object.fromEntries(
        Object.entries(calls).map(([name, call]) => [name, traced(`${group}.${name}`, call)]),
      ),
    ]),
  ) as unknown as OpenPaymentsClient;
}

type Call = (...args: unknown[]) => Promise<unknown>;

function about({ href }: TraceContext): { href?: string } {
  return href === undefined ? {} : { href };
}

function remember(hrefs: Map<unknown, string>, incomingPayment: unknown, href: string): void {
  hrefs.set(incomingPayment, href);
  forgetOldest(hrefs, MOST_PAYMENTS);
}
