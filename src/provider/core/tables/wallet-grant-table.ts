import type { Generated } from 'kysely';

/** A GNAP grant for outgoing payments. Every token is encrypted. */
export interface WalletGrantTable {
  id: string;
  connection_id: string;
  /** `revoking`: revoked here, not yet confirmed by the wallet. */
  state: 'pending' | 'active' | 'rejected' | 'revoking' | 'revoked';
  auth_server: string;
  /** The requested terms. They are copied to the connection when the visitor consents. */
  wallet_address: string;
  asset_code: string;
  asset_scale: bigint;
  resource_server: string;
  budget: bigint;
  rate: bigint;
  interval: string | null;
  /**
   * SHA-256 of the visitor cookie that the finish page requires. Null for the sandbox visitor, who has no
   * cookie. Empty after the browser was forgotten: no cookie matches it.
   */
  visitor: string | null;
  client_nonce: string;
  /** The interaction nonce from the auth server's response. */
  finish_nonce: string;
  continue_uri: string;
  continue_token: string;
  /** The grant must not be continued before this time. */
  continue_at: bigint;
  access_token: string | null;
  manage_url: string | null;
  expires_at: bigint | null;
  /** When the consent expires. Null: never. */
  consent_until: Generated<bigint | null>;
  /** One node rotates the token until this time. The other nodes wait for the new token. */
  rotation_leased_until: Generated<bigint | null>;
  /** When the revocation is next sent to the wallet, and the number of attempts so far. */
  revoke_at: Generated<bigint>;
  revoke_attempts: Generated<bigint>;
}
