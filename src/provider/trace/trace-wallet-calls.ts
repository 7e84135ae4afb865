import type { TraceParty } from '../../protocol/trace.js';
import { redactSecrets } from '../../protocol/redact-secrets.js';
import type { OpenPaymentsClient } from '../open-payments/open-payments-client.js';
import { toTraceError } from './trace-error.js';
import { evictOldest, type Trace, type TraceContext } from './trace.js';

interface TracedOperation {
  name: string;
  /** The success status that the Open Payments specification requires. */
  status: number;
  wallet?: TraceParty;
}

const TRACED_OPERATIONS: Readonly<Record<string, TracedOperation>> = {
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

/** Its response contains the visitor's payments to other sites, which the page must not see. */
const LIST_PAYMENTS = 'outgoingPayment.list';
const MAX_REMEMBERED_PAYMENTS = 1_000;
/** The URL that the wallet redirects to. That request belongs to the page that requested the grant. */
const FINISH_URI = /\/grants\/([^/]+)\/finish$/;

/** Wraps the client and records each request and response that is made for a page, without tokens. */
export function traceWalletCalls(client: OpenPaymentsClient, trace: Trace): OpenPaymentsClient {
  const hrefs = new Map<unknown, string>();
  const traced =
    (operation: string, call: Call): Call =>
    async (...args) => {
      const { context } = trace;
      const operationInfo = TRACED_OPERATIONS[operation];
      // `resourceServer.check` is not traced: it is cached and not a step of the flow.
      if (!context || !operationInfo) return call(...args);
      const { name, status, wallet = context.wallet } = operationInfo;
      const [, body] = args;
      const grantId = FINISH_URI.exec(Object(body)['interact']?.finish?.uri)?.[1];
      if (grantId) trace.setOwner(grantId, context.page);
      context.href = hrefs.get(Object(body)['receiver']) ?? context.href;
      const request = body === undefined ? undefined : redactSecrets(body);
      const end = trace.begin(context.page, {
        from: 'provider',
        to: wallet,
        name,
        ...toHrefMember(context),
        request,
      });
      try {
        const response = await call(...args);
        const { id, receiver } = Object(response) as { id?: unknown; receiver?: unknown };
        if (operation === 'incomingPayment.create' && context.href) rememberHref(hrefs, id, context.href);
        context.href ??= hrefs.get(receiver);
        const shown = operation === LIST_PAYMENTS ? {} : { response: redactSecrets(response) };
        end({ ...toHrefMember(context), status, ...shown });
        return response;
      } catch (error) {
        end(toTraceError(error));
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

function toHrefMember({ href }: TraceContext): { href?: string } {
  return href === undefined ? {} : { href };
}

function rememberHref(hrefs: Map<unknown, string>, incomingPayment: unknown, href: string): void {
  hrefs.set(incomingPayment, href);
  evictOldest(hrefs, MAX_REMEMBERED_PAYMENTS);
}
