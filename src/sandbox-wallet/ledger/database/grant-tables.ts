export interface GrantTable {
  id: string;
  auth_server: string;
  /** The client's wallet address, or the thumbprint of its key. */
  client: string;
  client_jwk: string | null;
  /** Public name of an interactive grant's client. */
  client_name: string | null;
  access: string;
  state: 'pending' | 'accepted' | 'rejected' | 'issued' | 'revoked';
  continue_id: string;
  continue_token_hash: string;
  continued_at: bigint;
  interact_id: string | null;
  interact_nonce_hash: string | null;
  interact_finish: string | null;
  interact_ref_hash: string | null;
  finish_uri: string | null;
  finish_nonce: string | null;
  browser_hash: string | null;
  created_at: bigint;
}

export interface GrantSpendTable {
  grant_id: string;
  interval_start: bigint;
  asset_code: string;
  asset_scale: bigint;
  debit_amount: bigint;
  receive_amount: bigint;
}

export interface AccessTokenTable {
  value_hash: string;
  manage_id: string;
  grant_id: string;
  expires_at: bigint;
}
