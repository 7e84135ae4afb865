import type { FastifyReply, FastifyRequest } from 'fastify';
import { issueFormToken, redeemFormToken } from '../consent/form-token.js';
import type { StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { UNBOUND } from './challenge.js';
import { alreadyAnswered } from './own-connection.js';
import { readOwnCookie, setOwnCookie } from './own-cookie.js';

/** The next page asks for it at once. */
const LIFETIME_SECONDS = 60;
/** A form of another site carries no cookie (SameSite), so who the visitor is is not known before the next page. */
const NOBODY_YET = '';

/**
 * - `Origin` is the connection's: a browser says it of every form that is sent to another origin, and no page can choose it
 * - Fetch Metadata, where the browser sends it, says that a whole window is led here
 *
 * Why a form: a link or a redirect that others have put on the site sends its `Referer` as well as the site's own script does, and a redirect to
 * another host takes along what stands behind `#`. A form that goes by way of a redirector of another origin says `Origin: null`.
 * What remains: whoever can run a script or place a form on the site's pages speaks for the site. So does a form of the site that sends a field
 * `connection`, chosen by others, through a redirect of its own that keeps the method (307, 308).
 * @throws RelayProblem `site-not-proven`
 */
export function checkComesFromSite({ headers }: FastifyRequest, connection: StoredConnection): void {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  const isWindow = (mode ?? 'navigate') === 'navigate' && (destination ?? 'document') === 'document';
  if (origin !== connection.origin || !isWindow) throw new RelayProblem('site-not-proven');
}

/** This browser has come from the site. Only a cookie says so: what a URL says could be said by whoever has sent the visitor. */
export async function rememberArrival(
  services: Services,
  reply: FastifyReply,
  connection: StoredConnection,
): Promise<void> {
  const token = await issueFormToken(services, NOBODY_YET, purposeOf(connection));
  setOwnCookie(reply, services.origin, 'arrival', token, LIFETIME_SECONDS);
}

/**
 * Uses it up.
 * @throws RelayProblem `form-invalid` unless this browser has just come from the site for this connection.
 */
export async function redeemArrival(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  connection: StoredConnection,
): Promise<void> {
  const token = readOwnCookie(request, services.origin, 'arrival');
  await redeemFormToken(services, NOBODY_YET, purposeOf(connection), token);
  setOwnCookie(reply, services.origin, 'arrival', '', 0);
}

/** A page of the site has asked for this connection in the visitor's browser: that is all that a challenge proves. */
export async function bindArrived(
  { write }: Services,
  connection: StoredConnection,
  visitor: string,
): Promise<StoredConnection> {
  const bound = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ visitor, state: 'bound', challenge: null })
      .where('id', '=', connection.id)
      .where('state', 'in', UNBOUND)
      .returningAll()
      .executeTakeFirst(),
  );
  if (!bound) throw alreadyAnswered();
  return bound;
}

function purposeOf({ id }: StoredConnection): string {
  return `arrival ${id}`;
}
