import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { consentPage, messagePage } from '../pages/consent-page.js';
import { sendPage } from '../pages/page.js';
import { hashSecret, randomSecret } from '../secrets.js';
import type { Wallet } from '../wallet.js';
import { changeGrant, findGrant, type Grant } from './grants.js';
import { interactionHash } from './interaction-hash.js';

const INTERACTION_LIFETIME = 600_000;

interface InteractionParams {
  readonly id: string;
  readonly nonce: string;
}

/** The consent page. It belongs to the browser that opened it first; no other can see or answer it. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-redirect-to-an-arbitrary-ur
export async function serveInteraction(server: FastifyInstance, wallet: Wallet): Promise<void> {
  await server.register(formbody, { bodyLimit: 4_096 });

  server.get<{ Params: InteractionParams }>('/interact/:id/:nonce', async (request, reply) => {
    const grant = await findInteraction(wallet, request.params);
    if (!grant) return sendPage(reply, 404, messagePage('There is no such request.'));
    const browser = await bindBrowser(wallet, grant, request, reply);
    if (browser === undefined)
      return sendPage(reply, 401, messagePage('This request is open in another browser.'));
    const refusal = refusalOf(wallet, grant);
    if (refusal !== undefined) return sendPage(reply, 410, messagePage(refusal));
    return sendPage(reply, 200, consentPage(grant, formToken(browser)), {
      formTarget: grant.finish_uri,
    });
  });

  server.post<{ Params: InteractionParams }>('/interact/:id/:nonce', async (request, reply) => {
    const grant = await findInteraction(wallet, request.params);
    if (!grant) return sendPage(reply, 404, messagePage('There is no such request.'));
    const { token, decision } = (request.body ?? {}) as { token?: unknown; decision?: unknown };
    const browser = browserOf(grant, request);
    if (browser === undefined || token !== formToken(browser)) {
      return sendPage(reply, 401, messagePage('This request was opened in another browser.'));
    }
    if (decision !== 'accept' && decision !== 'reject') {
      return sendPage(reply, 400, messagePage('Accept or reject?'));
    }
    const refusal = refusalOf(wallet, grant);
    if (refusal !== undefined) return sendPage(reply, 410, messagePage(refusal));
    return finishInteraction(wallet, grant, decision, reply);
  });
}

// https://www.rfc-editor.org/rfc/rfc9635.html#name-completing-interaction-with-
async function finishInteraction(
  wallet: Wallet,
  grant: Grant,
  decision: 'accept' | 'reject',
  reply: FastifyReply,
): Promise<FastifyReply> {
  const interactRef = randomSecret();
  const change =
    decision === 'accept'
      ? ({ state: 'accepted', interact_ref_hash: hashSecret(interactRef) } as const)
      : ({ state: 'rejected' } as const);
  const changed = await wallet.database.write((transaction) => changeGrant(transaction, grant, change));
  if (!changed) return sendPage(reply, 410, messagePage(ANSWERED));
  if (grant.finish_uri === null) {
    return sendPage(reply, 202, messagePage(decision === 'accept' ? 'Accepted.' : 'Rejected.'));
  }

  const finish = new URL(grant.finish_uri);
  if (decision === 'reject') finish.searchParams.set('result', 'grant_rejected');
  else {
    const hash = interactionHash({
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

async function findInteraction(wallet: Wallet, { id, nonce }: InteractionParams): Promise<Grant | undefined> {
  const grant = await findGrant(wallet.database.committed, wallet, 'interact_id', id);
  return grant?.interact_nonce_hash === hashSecret(nonce) ? grant : undefined;
}

const ANSWERED = 'This request has been answered.';

function refusalOf(wallet: Wallet, grant: Grant): string | undefined {
  if (grant.state !== 'pending') return ANSWERED;
  return wallet.now() - Number(grant.created_at) > INTERACTION_LIFETIME
    ? 'This request has expired.'
    : undefined;
}

/** The secret of the browser that the grant belongs to, or undefined when this is another one. */
async function bindBrowser(
  wallet: Wallet,
  grant: Grant,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | undefined> {
  if (grant.browser_hash !== null) return browserOf(grant, request);
  const browser = randomSecret();
  await wallet.database.write((transaction) =>
    changeGrant(transaction, grant, { browser_hash: hashSecret(browser) }),
  );
  const secure = wallet.origin.startsWith('https:') ? '; Secure' : '';
  const path = `/auth/interact/${grant.interact_id}`;
  reply.header(
    'set-cookie',
    `${cookieName(grant)}=${browser}; Path=${path}; HttpOnly; SameSite=Lax${secure}`,
  );
  return browser;
}

function browserOf(grant: Grant, request: FastifyRequest): string | undefined {
  const prefix = `${cookieName(grant)}=`;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const browser = cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
  return browser !== undefined && hashSecret(browser) === grant.browser_hash ? browser : undefined;
}

/** Cookies ignore ports, so on loopback every server shares one jar: a name of one's own per request. */
function cookieName(grant: Grant): string {
  return `wm-interaction-${grant.interact_id}`;
}

/** SameSite does not tell localhost:1 from localhost:2. Only a page of this server can know the form's token. */
function formToken(browser: string): string {
  return hashSecret(`form ${browser}`);
}
