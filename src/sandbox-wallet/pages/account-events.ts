import type { FastifyInstance, FastifyReply } from 'fastify';
import { findWalletAddress } from '../ledger/accounts.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { readAccountView } from './account-view.js';

/** Limits a stream of payments to four updates per second. */
const UPDATE_INTERVAL_MS = 250;
const KEEP_ALIVE_INTERVAL_MS = 15_000;
const MAX_WATCHERS = 100;

/**
 * The account page's server-sent events. Each event carries the whole view, so a missed event does no harm.
 */
// https://html.spec.whatwg.org/multipage/server-sent-events.html
export function serveAccountEvents(server: FastifyInstance, wallet: SandboxWallet): void {
  const watchers = new Set<() => void>();
  server.addHook('preClose', async () => {
    for (const stop of watchers) stop();
  });

  server.get<{ Params: { '*': string } }>('/account-events/*', async (request, reply) => {
    const id = `${wallet.origin}/${request.params['*']}`;
    if (!(await findWalletAddress(wallet.database.reader, id))) return reply.code(404).send();
    if (watchers.size >= MAX_WATCHERS) return reply.code(503).header('retry-after', '30').send();
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const stop = streamAccount(wallet, id, reply);
    watchers.add(stop);
    reply.raw.on('close', () => {
      stop();
      watchers.delete(stop);
    });
    return reply;
  });
}

function streamAccount(wallet: SandboxWallet, id: string, { raw, log }: FastifyReply): () => void {
  let updateTimer: NodeJS.Timeout | undefined;
  const update = () => {
    updateTimer ??= setTimeout(() => {
      updateTimer = undefined;
      send().catch((error: unknown) => log.error(error));
    }, UPDATE_INTERVAL_MS);
  };
  const send = async () => {
    const walletAddress = await findWalletAddress(wallet.database.reader, id);
    // A slow reader gets one current view later, instead of a queue of old ones.
    if (raw.writableNeedDrain) raw.once('drain', update);
    else if (walletAddress)
      raw.write(`data: ${JSON.stringify(await readAccountView(wallet, walletAddress))}\n\n`);
  };
  const stopListening = wallet.database.balanceChanges.subscribe(id, update);
  const keepAliveTimer = setInterval(() => raw.write(': alive\n\n'), KEEP_ALIVE_INTERVAL_MS);
  update();
  return () => {
    stopListening();
    clearInterval(keepAliveTimer);
    clearTimeout(updateTimer);
    raw.end();
  };
}
