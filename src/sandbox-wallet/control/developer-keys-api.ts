import { createPublicKey } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { findWalletAddress } from '../ledger/accounts.js';
import { saveDeveloperKey } from '../ledger/database/developer-keys.js';
import { isJsonWebKey, type JsonWebKey } from '../signatures/client-key-cache.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { ControlError } from './control-error.js';
import { readMember } from './read-member.js';

/**
 * `POST /sandbox/keys {"walletAddress", "jwk"}`: registers a key, like the settings page of a real wallet.
 * The client can then sign as this wallet address.
 */
export function serveDeveloperKeys(server: FastifyInstance, wallet: SandboxWallet): void {
  server.post('/keys', async (request, reply) => {
    const walletAddress = String(readMember(request.body, 'walletAddress'));
    const jwk = readKey(readMember(request.body, 'jwk'));
    if (!(await findWalletAddress(wallet.database.reader, walletAddress))) {
      throw new ControlError(400, 'wallet-address-unknown', '"walletAddress" must be one of this wallet');
    }
    await wallet.database.write((transaction) => saveDeveloperKey(transaction, walletAddress, jwk));
    return reply.code(201).send({ walletAddress, jwk });
  });
}

function readKey(value: unknown): JsonWebKey {
  if (isJsonWebKey(value) && isImportable(value)) {
    const { kid, x } = value;
    return { kid, x, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' };
  }
  throw new ControlError(400, 'key-invalid', '"jwk" must be a public Ed25519 key with a "kid"');
}

function isImportable({ kty, crv, x }: JsonWebKey): boolean {
  try {
    createPublicKey({ format: 'jwk', key: { kty, crv, x } });
    return true;
  } catch {
    // Not importable, so not a key.
    return false;
  }
}
