import type { Generated } from 'kysely';
import type { ConnectionState } from '../../protocol/relay-messages.js';
import type { IntentTable } from './intent-table.js';
import type { WalletGrantTable } from './tables/wallet-grant-table.js';

export type { IntentState, IntentTable } from './intent-table.js';
export type { WalletGrantTable } from './tables/wallet-grant-table.js';

/** The provider's tables. Amounts are units of 10^-scale, times are milliseconds since 1970. */
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
  /** SHA-256 of the visitor cookie of the browser that the connection is bound to. */
  visitor: string | null;
  /** SHA-256 of the challenge that binds the connection. */
  challenge: string | null;
  challenge_expires_at: bigint | null;
  /** When a payment was last planned. */
  paid_at: bigint | null;
  /** Total visible time of the connection's pages. */
  visible_ms: Generated<bigint>;
  /** The time until which visible time has been counted. */
  counted_until: Generated<bigint>;
  /** The part of `visible_ms` that is not paid yet. Null before the first payment of a consent. */
  unpaid_ms: bigint | null;
  /** The grant that the budget below belongs to. */
  grant_id: string | null;
  wallet_address: string | null;
  asset_code: string | null;
  asset_scale: bigint | null;
  resource_server: string | null;
  budget: Generated<bigint>;
  /** Replaces `budget` if the visitor lowered it below the amount already spent. Otherwise null. */
  lowered_budget: Generated<bigint | null>;
  /** The budget's ISO 8601 repeating interval, as in the grant. Null: the budget never renews. */
  interval: string | null;
  /** Units per hour. */
  rate: Generated<bigint>;
  spent: Generated<bigint>;
  reserved: Generated<bigint>;
  /** The occurrence of the interval that `spent` applies to. */
  interval_start: Generated<bigint>;
  interval_end: bigint | null;
  /** The visitor has to consent again after this time. Null: never. */
  consent_until: Generated<bigint | null>;
  /** 1: the wallet may have made payments that the database does not contain. */
  spent_unverified: Generated<bigint>;
  /** Number of consecutive payments that failed without sending anything. Excludes pending payments. */
  failures: Generated<bigint>;
}

/** A client key that the nodes sign requests to wallets with. */
export interface ClientKeyTable {
  /** Increments. If two nodes create the same generation, the row that is stored first is used. */
  generation: bigint;
  kid: string;
  /** PEM, encrypted. */
  private_key: string;
  signs_from: bigint;
}

/** A DPoP proof that was used. Only on PostgreSQL. */
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
  /** The smallest amount that the visitor's wallet can send to this receiver. */
  min_send_amount: Generated<bigint>;
  /** The smallest amount that does not lose too much to rounding. */
  min_efficient_amount: Generated<bigint>;
  /**
   * The amount that events reported but that was not sent, in the visitor's asset. Later events report
   * less until it is offset.
   */
  overreported_sent: Generated<bigint>;
  /** The same for the received amount, in the receiver's asset. */
  overreported_received: Generated<bigint>;
}

/** A single-use token of a form that was shown to a visitor. */
export interface FormTokenTable {
  /** SHA-256 of the token. */
  hash: string;
  visitor: string;
  /** The form's action and its target. */
  purpose: string;
  /** The values that the form showed to the visitor, as JSON. Only these values are applied. */
  shown: string;
  expires_at: bigint;
}

/** A visitor declined a site's request. */
export interface RefusalTable {
  visitor: string;
  origin: string;
  /** The site must not request consent again before this time. */
  until: bigint;
}

/** When a node last used the database. One row. */
export interface HeartbeatTable {
  id: bigint;
  at: bigint;
}

/** The stored response to a request with an `Idempotency-Key`. */
export interface IdempotentAnswerTable {
  /** SHA-256 of the caller, the URL and the key. */
  id: string;
  /** SHA-256 of the request's body. */
  request: string;
  status: bigint;
  body: string;
  created_at: bigint;
  /** 1: kept for minutes. 0: kept for a day. */
  short_lived: Generated<bigint>;
}
