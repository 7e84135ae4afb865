import type { AuthenticatedClient } from '@interledger/open-payments';
import type { Kysely } from 'kysely';
import type { Write } from '../database/writer.js';
import type { NonceIssuer } from './checks/nonces.js';
import type { ReplayGuard } from './checks/replay-guard.js';
import type { ClientKey } from './keys/client-key.js';
import type { SecretBox } from './keys/secret-box.js';
import type { Allowance, SandboxVisitor } from './options.js';
import type { ProviderSchema } from './schema.js';
import type { SingleFlight } from './single-flight.js';

export type Database = Kysely<ProviderSchema>;

/** What the provider's rules work with. Built once by `createProvider`. */
export interface Services {
  origin: string;
  allowance: Allowance;
  minPaymentDelay: number;
  sandbox: boolean;
  sandboxVisitor: SandboxVisitor | undefined;
  /** For reading, and for changes that stand alone. */
  database: Database;
  /** For changes that belong together, and for those on the way of a payment: they share their fsyncs. */
  write: Write<ProviderSchema>;
  secrets: SecretBox;
  clientKey: ClientKey;
  client: AuthenticatedClient;
  singleFlight: SingleFlight;
  nonces: NonceIssuer;
  replays: ReplayGuard;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}
