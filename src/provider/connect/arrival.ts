import type { FastifyReply, FastifyRequest } from 'fastify';
import { issueFormToken, redeemFormToken } from '../wallet-grants/consent-form/form-token.js';
import type { StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import { BINDABLE_STATES } from './challenge.js';
import { notAwaitingConsent } from './visitor-connection.js';
import { readHostCookie, setHostCookie } from '../../server/cookies.js';

/** The next page requests it immediately. */
const ARRIVAL_LIFETIME_S = 60;
/** A cross-site form carries no SameSite cookie, so the visitor is unknown until the next page. */
const UNKNOWN_VISITOR = '';

/**
 * Checks that the site itself submitted the form:
 * - `Origin` is the connection's: browsers send it with every cross-origin form, and a page cannot choose it
 * - Fetch Metadata, if the browser sends it, indicates a top-level navigation
 *
 * Why a form: a link or a redirect that an attacker places on the site sends the same `Referer` as the site's
 * own script, and a redirect to another host keeps the URL fragment. A form that passes through a redirector
 * on another origin sends `Origin: null`.
 * Remaining risk: anyone who can run a script or place a form on the site's pages acts as the site. The same
 * is true for a form of the site with an attacker-chosen field `connection` and a method-preserving redirect
 * (307, 308).
 * @throws RelayProblem `site-not-verified`
 */
export function checkSubmittedBySite({ headers }: FastifyRequest, connection: StoredConnection): void {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  const isTopLevelNavigation =
    (mode ?? 'navigate') === 'navigate' && (destination ?? 'document') === 'document';
  if (origin !== connection.origin || !isTopLevelNavigation) throw new RelayProblem('site-not-verified');
}

/**
 * Records that this browser came from the site. It is a cookie because an attacker could put any proof in a
 * URL and send the visitor there.
 */
export async function setArrivalCookie(
  services: ProviderServices,
  reply: FastifyReply,
  connection: StoredConnection,
): Promise<void> {
  const token = await issueFormToken(services, UNKNOWN_VISITOR, arrivalPurpose(connection));
  setHostCookie(reply, services.origin, 'arrival', token, ARRIVAL_LIFETIME_S);
}

/**
 * Redeems the arrival cookie.
 * @throws RelayProblem `form-invalid` unless this browser has just come from the site for this connection.
 */
export async function redeemArrivalCookie(
  services: ProviderServices,
  request: FastifyRequest,
  reply: FastifyReply,
  connection: StoredConnection,
): Promise<void> {
  const token = readHostCookie(request, services.origin, 'arrival');
  await redeemFormToken(services, UNKNOWN_VISITOR, arrivalPurpose(connection), token);
  setHostCookie(reply, services.origin, 'arrival', '', 0);
}

/**
 * Binds the connection. As with a challenge, this proves only that a page of the site requested the
 * connection in the visitor's browser.
 */
export async function bindAfterArrival(
  { write }: ProviderServices,
  connection: StoredConnection,
  visitor: string,
): Promise<StoredConnection> {
  const bound = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ visitor, state: 'bound', challenge: null })
      .where('id', '=', connection.id)
      .where('state', 'in', BINDABLE_STATES)
      .returningAll()
      .executeTakeFirst(),
  );
  if (!bound) throw notAwaitingConsent();
  return bound;
}

function arrivalPurpose({ id }: StoredConnection): string {
  return `arrival ${id}`;
}
