import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { SandboxDirectory } from './sandbox-directory.js';

interface Recipe {
  unlock(incomingPayment: unknown, walletAddress: string): Promise<{ story: string } | { refused: string }>;
}

/** The server code of the recipe "Unlock after payment". It runs the same file that the page displays. */
export async function serveUnlock(
  server: FastifyInstance,
  { testWalletAddresses: { ok } }: SandboxDirectory,
  folder: string,
): Promise<void> {
  const recipe = pathToFileURL(join(folder, 'unlock-server.mjs')).href;
  server.post<{ Body: { incomingPayment?: unknown } | null }>('/unlock', async (request, reply) => {
    const { unlock } = (await import(recipe)) as Recipe;
    const answer = await unlock(request.body?.incomingPayment, ok as string);
    return reply.code('story' in answer ? 200 : 402).send(answer);
  });
}
