import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from '../../server/cookies.js';
import { renderMessagePage } from '../pages/message-page.js';
import { renderConsentPage } from './consent-page.js';
import { sendSandboxPage } from '../pages/page.js';
import { hashStoredSecret, randomSecret } from '../core/secrets.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { updateGrant, findGrant, type Grant } from './grants.js';
import { calculateInteractionHash } from './calculate-interaction-hash.js';

const INTERACTION_LIFETIME_MS = 600_000;

interface InteractionParams {
  readonly id: string;
  readonly nonce: string;
}

/**
 * Serves the consent page. The first browser that opens it owns it: no other browser can view or submit it.
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-redirect-to-an-arbitrary-ur
export async function serveInteraction(server: FastifyInstance, wallet: SandboxWallet): Promise<void> {
  await server.register(formbody, { bodyLimit: 4_096 });

  server.get<{ Params: InteractionParams }>('/interact/:id/:nonce', async (request, reply) => {
    const grant = await findInteraction(wallet, request.params);
    if (!grant) return sendSandboxPage(reply, 404, renderMessagePage('Unknown request.'));
    const browser = await bindBrowser(wallet, grant, request, reply);
    if (browser === undefined)
      return sendSandboxPage(reply, 401, renderMessagePage('This request is open in another browser.'));
    const closed = closedReason(wallet, grant);
    if (closed !== undefined) return sendSandboxPage(reply, 410, renderMessagePage(closed));
    return sendSandboxPage(reply, 200, renderConsentPage(grant, csrfToken(browser)), {
      formTarget: grant.finish_uri,
    });
  });

  server.post<{ Params: InteractionParams }>('/interact/:id/:nonce', async (request, reply) => {
    const grant = await findInteraction(wallet, request.params);
    if (!grant) return sendSandboxPage(reply, 404, renderMessagePage('Unknown request.'));
    const { token, decision } = (request.body ?? {}) as { token?: unknown; decision?: unknown };
    const browser = readBrowserSecret(grant, request);
    if (browser === undefined || token !== csrfToken(browser)) {
      return sendSandboxPage(reply, 401, renderMessagePage('This request was opened in another browser.'));
    }
    if (decision !== 'accept' && decision !== 'reject') {
      return sendSandboxPage(reply, 400, renderMessagePage('The decision must be "accept" or "reject".'));
    }
    const closed = closedReason(wallet, grant);
    if (closed !== undefined) return sendSandboxPage(reply, 410, renderMessagePage(closed));
    return completeInteraction(wallet, grant, decision, reply);
  });
}

// https://www.rfc-editor.org/rfc/rfc9635.html#name-completing-interaction-with-
async function completeInteraction(
  wallet: SandboxWallet,
  grant: Grant,
  decision: 'accept' | 'reject',
  reply: FastifyReply,
): Promise<FastifyReply> {
  const interactRef = randomSecret();
  const change =
    decision === 'accept'
      ? ({ state: 'accepted', interact_ref_hash: hashStoredSecret(interactRef) } as const)
      : ({ state: 'rejected' } as const);
  const changed = await wallet.database.write((transaction) => updateGrant(transaction, grant, change));
  if (!changed) return sendSandboxPage(reply, 410, renderMessagePage(ALREADY_ANSWERED));
  if (grant.finish_uri === null) {
    return sendSandboxPage(reply, 202, renderMessagePage(decision === 'accept' ? 'Accepted.' : 'Rejected.'));
  }

  const finish = new URL(grant.finish_uri);
  if (decision === 'reject') finish.searchParams.set('result', 'grant_rejected');
  else {
    const hash = calculateInteractionHash({
      clientNonce: grant.finish_nonce ?? '',
      interactFinish: grant.interact_finish ?? '',
      interactRef,
      grantEndpoint: wallet.authServer,
    });
    finish.searchParams.set('hash', hash);
    finish.searchParams.set('interact_ref', interactRef);
  }
  return reply.redirect(finish.href, 303);
}

async function findInteraction(
  wallet: SandboxWallet,
  { id, nonce }: InteractionParams,
): Promise<Grant | undefined> {
  const grant = await findGrant(wallet.database.reader, wallet, 'interact_id', id);
  return grant?.interact_nonce_hash === hashStoredSecret(nonce) ? grant : undefined;
}

const ALREADY_ANSWERED = 'This request was already answered.';

function closedReason(wallet: SandboxWallet, grant: Grant): string | undefined {
  if (grant.state !== 'pending') return ALREADY_ANSWERED;
  return wallet.now() - Number(grant.created_at) > INTERACTION_LIFETIME_MS
    ? 'This request has expired.'
    : undefined;
}

/** The secret of the browser that owns the consent page, or undefined in another browser. */
async function bindBrowser(
  wallet: SandboxWallet,
  grant: Grant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | undefined> {
  if (grant.browser_hash !== null) return readBrowserSecret(grant, request);
  const browser = randomSecret();
  await wallet.database.write((transaction) =>
    updateGrant(transaction, grant, { browser_hash: hashStoredSecret(browser) }),
  );
  const path = `/auth/interact/${grant.interact_id}`;
  setCookie(reply, wallet.origin, { name: cookieName(grant), value: browser, path });
  return browser;
}

function readBrowserSecret(grant: Grant, request: FastifyRequest): string | undefined {
  const browser = readCookie(request, cookieName(grant));
  return browser !== undefined && hashStoredSecret(browser) === grant.browser_hash ? browser : undefined;
}

/** One cookie name per request: cookies ignore ports, so all servers on loopback share one cookie jar. */
function cookieName(grant: Grant): string {
  return `wm-interaction-${grant.interact_id}`;
}

/**
 * SameSite does not distinguish localhost:1 from localhost:2. Only a page of this server knows the form's
 * token.
 */
function csrfToken(browser: string): string {
  return hashStoredSecret(`form ${browser}`);
}
