import type { FastifyInstance } from 'fastify';
import type { SandboxWallet } from '../wallet/wallet.js';
import { ControlError } from './control-error.js';
import { readMember } from './read-member.js';

/**
 * `POST /sandbox/clock {"advance": "P31D"}`: advances the virtual clock for tokens, intervals of grants,
 * quotes and incoming payments.
 */
export function serveClock(server: FastifyInstance, wallet: SandboxWallet): void {
  const describe = () => ({
    now: new Date(wallet.now()).toISOString(),
    aheadSeconds: Math.trunc(wallet.database.clock.aheadMs / 1000),
  });
  server.get('/clock', async () => describe());
  server.post('/clock', async (request) => {
    const advance = readMember(request.body, 'advance');
    try {
      await wallet.database.clock.advance(String(advance), wallet.now());
    } catch (error) {
      if (error instanceof TypeError) throw new ControlError(400, 'duration-invalid', error.message);
      throw error;
    }
    return describe();
  });
}
