import type { FastifyInstance, FastifyReply } from 'fastify';
import { findWalletAddress } from '../ledger/accounts.js';
import type { Wallet } from '../wallet.js';
import { readAccount } from './read-account.js';

/** A stream of payments becomes at most four updates a second. */
const UPDATE_EVERY = 250;
const ALIVE_EVERY = 15_000;
const MOST_WATCHERS = 100;

/** The account page's server-sent events. Each carries the whole view, so that one that is missed is no loss. */
// https://html.spec.whatwg.org/multipage/server-sent-events.html
export function serveAccountEvents(server: FastifyInstance, wallet: Wallet): void {
  const watchers = new Set<() => void>();
  server.addHook('preClose', async () => {
    for (const stop of watchers) stop();
  });

  server.get<{ Params: { '*': string } }>('/account-events/*', async (request, reply) => {
    const id = `${wallet.origin}/${request.params['*']}`;
    if (!(await findWalletAddress(wallet.database.committed, id))) return reply.code(404).send();
    if (watchers.size >= MOST_WATCHERS) return reply.code(503).header('retry-after', '30').send();
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const stop = watch(wallet, id, reply);
    watchers.add(stop);
    reply.raw.on('close', () => {
      stop();
      watchers.delete(stop);
    });
    return reply;
  });
}

function watch(wallet: Wallet, id: string, { raw, log }: FastifyReply): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const update = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      send().catch((error: unknown) => log.error(error));
    }, UPDATE_EVERY);
  };
  const send = async () => {
    const walletAddress = await findWalletAddress(wallet.database.committed, id);
    // A page that does not read gets one newer view later instead of a queue of old ones.
    if (raw.writableNeedDrain) raw.once('drain', update);
    else if (walletAddress)
      raw.write(`data: ${JSON.stringify(await readAccount(wallet, walletAddress))}\n\n`);
  };
  const stopListening = wallet.database.movements.listen(id, update);
  const alive = setInterval(() => raw.write(': alive\n\n'), ALIVE_EVERY);
  update();
  return () => {
    stopListening();
    clearInterval(alive);
    clearTimeout(waiting);
    raw.end();
  };
}
