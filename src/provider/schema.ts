import type { Generated } from 'kysely';
import type { ConnectionState } from '../protocol/relay-messages.js';
import type { IntentTable } from './intent-table.js';

export type { IntentState, IntentTable } from './intent-table.js';

/** What the provider stores. Amounts are units of 10^-scale, instants are milliseconds since 1970, both `bigint`. */
export interface ProviderSchema {
  connection: ConnectionTable;
  wallet_grant: WalletGrantTable;
  session: SessionTable;
  intent: IntentTable;
  idempotent_answer: IdempotentAnswerTable;
  client_key: ClientKeyTable;
  used_proof: UsedProofTable;
  form_token: FormTokenTable;
  refusal: RefusalTable;
  heartbeat: HeartbeatTable;
}

/** A visitor's consent for one site, held by one session key. */
export interface ConnectionTable {
  id: string;
  /** RFC 7638 thumbprint of the page's DPoP key. */
  session_key: string;
  origin: string;
  state: ConnectionState;
  created_at: bigint;
  /** SHA-256 of the cookie of the visitor's browser that the connection is bound to. */
  visitor: string | null;
  /** SHA-256 of the challenge that binds it, and until when. */
  challenge: string | null;
  challenge_expires_at: bigint | null;
  /** When a payment was last planned. */
  paid_at: bigint | null;
  /** Milliseconds that its pages were looked at, all in all. */
  looked_at: Generated<bigint>;
  /** Until when that was counted. */
  counted_until: Generated<bigint>;
  /** The part of it that is not paid yet; null before the first payment of a consent. */
  unpaid: bigint | null;
  /** The grant that the budget below is of. */
  grant_id: string | null;
  wallet_address: string | null;
  asset_code: string | null;
  asset_scale: bigint | null;
  resource_server: string | null;
  budget: Generated<bigint>;
  /** Counts instead of `budget`, where the visitor has lowered it below what was spent already. */
  lowered_budget: Generated<bigint | null>;
  /** The budget's ISO 8601 repeating interval, as in the grant; null: the budget never renews. */
  interval: string | null;
  /** Units per hour. */
  rate: Generated<bigint>;
  spent: Generated<bigint>;
  reserved: Generated<bigint>;
  /** The occurrence of the interval that `spent` counts in. */
  interval_start: Generated<bigint>;
  interval_end: bigint | null;
  /** Then the visitor has to be asked again; null: never. */
  consent_until: Generated<bigint | null>;
  /** 1: the wallet may have made payments that are not in the database. */
  unsure: Generated<bigint>;
  /** Payments in a row, as far as their ends are known, that failed and had sent nothing. */
  failures: Generated<bigint>;
}

/** A GNAP grant for outgoing payments. Every token is sealed. */
export interface WalletGrantTable {
  id: string;
  connection_id: string;
  /** `revoking` ended here, the wallet has not confirmed it yet. */
  state: 'pending' | 'active' | 'rejected' | 'revoking' | 'revoked';
  auth_server: string;
  /** What the visitor is asked to consent to; the connection takes it over only then. */
  wallet_address: string;
  asset_code: string;
  asset_scale: bigint;
  resource_server: string;
  budget: bigint;
  rate: bigint;
  interval: string | null;
  /** SHA-256 of the cookie that the finish page has to be opened with; null for the sandbox's visitor, who has none; '' when it was forgotten, for that is nobody's. */
  visitor: string | null;
  client_nonce: string;
  /** The interaction nonce that the auth server answered with. */
  finish_nonce: string;
  continue_uri: string;
  continue_token: string;
  /** Not before this instant may the grant be continued. */
  continue_at: bigint;
  access_token: string | null;
  manage_url: string | null;
  expires_at: bigint | null;
  /** What the visitor consents to ends then. */
  consent_until: Generated<bigint | null>;
  /** Until then one node rotates the token, and the others wait for the new one. */
  rotating_until: Generated<bigint | null>;
  /** When a silent wallet is told again that the grant is `revoking`, and how often it was. */
  cancel_at: Generated<bigint>;
  cancel_tries: Generated<bigint>;
}

/** A key with which the nodes sign as a client. */
export interface ClientKeyTable {
  /** Counts up; the first of a generation to be stored counts. */
  generation: bigint;
  kid: string;
  /** PEM, sealed. */
  private_key: string;
  signs_from: bigint;
}

/** A proof that was used; only on PostgreSQL. */
export interface UsedProofTable {
  hash: string;
  expires_at: bigint;
}

/** One link, one receiver, one incoming payment. */
export interface SessionTable {
  id: string;
  connection_id: string;
  wallet_address: string;
  incoming_payment: string;
  created_at: bigint;
  expires_at: bigint;
  closed_at: bigint | null;
  /** The least that the visitor's wallet can send to this receiver. */
  min_send_amount: Generated<bigint>;
  /** The least that is worth sending: of less, rounding takes too much. */
  worthwhile_amount: Generated<bigint>;
  /** What the page was told by events, and turned out not to have been sent; in the visitor's asset. The next event tells so much less. */
  told_too_much: Generated<bigint>;
  /** The same of what was to arrive, in the receiver's asset. */
  told_too_much_received: Generated<bigint>;
}

/** A form that was shown to a visitor and is good for one use. */
export interface FormTokenTable {
  /** SHA-256 of the token. */
  hash: string;
  visitor: string;
  /** What the form does, and to what. */
  purpose: string;
  /** What the visitor was shown, as JSON: nothing else is done. */
  shown: string;
  expires_at: bigint;
}

/** A visitor said no to a site. */
export interface RefusalTable {
  visitor: string;
  origin: string;
  /** Until then the site may not ask again. */
  until: bigint;
}

/** When the database was last in use; one row. */
export interface HeartbeatTable {
  id: bigint;
  at: bigint;
}

/** What a call with an `Idempotency-Key` was answered. */
export interface IdempotentAnswerTable {
  /** SHA-256 of the caller, the URL and the key. */
  id: string;
  /** SHA-256 of the request's body. */
  request: string;
  status: bigint;
  body: string;
  created_at: bigint;
  /** 1: kept for minutes; 0: for a day. */
  brief: Generated<bigint>;
}
