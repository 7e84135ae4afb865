import type { AuthenticatedClient } from '@interledger/open-payments';
import type { Kysely } from 'kysely';
import type { NonceIssuer } from './checks/nonces.js';
import type { ReplayGuard } from './checks/replay-guard.js';
import type { ClientKey } from './keys/client-key.js';
import type { SecretBox } from './keys/secret-box.js';
import type { Allowance, SandboxVisitor } from './options.js';
import type { ProviderSchema } from './schema.js';

export type Database = Kysely<ProviderSchema>;

/** What the provider's rules work with. Built once by `createProvider`. */
export interface Services {
  origin: string;
  allowance: Allowance;
  minPaymentDelay: number;
  sandboxVisitor: SandboxVisitor | undefined;
  database: Database;
  secrets: SecretBox;
  clientKey: ClientKey;
  client: AuthenticatedClient;
  nonces: NonceIssuer;
  replays: ReplayGuard;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}
