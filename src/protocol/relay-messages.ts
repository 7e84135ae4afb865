import type { Amount } from './amount.js';
import type { WalletAddressDetails } from './wallet-address-details.js';

/** The version of the relay protocol. The agent rejects a provider with another version. */
export const RELAY_VERSION = 1;

/** Maximum number of links that one page may pay. */
export const MAX_SESSIONS_PER_PAGE = 20;

/** `GET /relay` → 200. Needs no proof. The response has the first `DPoP-Nonce`. */
export interface RelayDescription {
  relay: typeof RELAY_VERSION;
  /** True: this provider moves no real money. */
  sandbox: boolean;
  /** The page where a visitor connects a wallet, opened in a popup as `connectPage#<connection id>`. */
  connectPage: string;
  limits: { sessions: number };
}

/** `POST /relay/wallet-addresses` → 200 {@link WalletAddressDetails}. */
export interface WalletAddressRequest {
  walletAddress: string;
}

/**
 * - `new`: no consent yet
 * - `bound`: the visitor's browser has proven that it shows this site
 * - `active`: payments are possible
 * - `paused`: paused by the visitor
 * - `out-of-funds`: the budget of the interval is used up, or the wallet has no money
 * - `revoked`: ended permanently
 * - `reconnect`: the wallet requires a new consent
 */
export type ConnectionState =
  'new' | 'bound' | 'active' | 'paused' | 'out-of-funds' | 'revoked' | 'reconnect';

/** Payments are attempted. With `out-of-funds`, only an attempt shows whether there is budget again. */
export type UsableState = 'active' | 'out-of-funds';
export const USABLE_STATES: readonly UsableState[] = ['active', 'out-of-funds'];

/** The visitor's consent applies, even if payments are paused. */
export const CONSENTED_STATES: readonly ConnectionState[] = ['active', 'out-of-funds', 'paused'];

export function isUsableConnection<Kind extends Pick<Connection, 'state'>>(
  connection: Kind | null,
): connection is Kind & { state: UsableState } {
  return connection?.state === 'active' || connection?.state === 'out-of-funds';
}

/**
 * `POST /relay/connections` → 200 or 201, `GET /relay/connections/:id` → 200. One per key and site.
 */
export interface Connection {
  id: string;
  state: ConnectionState;
  /** Present after consent. Amounts are in the visitor's asset. */
  budget?: Amount;
  spent?: Amount;
  /** The maximum amount per hour. */
  rate?: Amount;
  /** ISO 8601 instant at which `spent` returns to zero, or null for a budget without interval. */
  renewsAt?: string | null;
}

/**
 * The `postMessage` from the connect page to its opener, with the site's origin as target. The opener's agent
 * returns the challenge, signed with its key. That proves that the visitor's browser shows this site.
 */
export interface ConnectHello {
  wm: 'hello';
  connection: string;
  challenge: string;
}

/** `POST /relay/connections/:id/bind` → 200 {@link Connection}, state `bound`. */
export interface BindRequest {
  challenge: string;
}

/** `POST /relay/sessions`. */
export interface SessionRequest {
  connection: string;
  walletAddress: string;
}

/** `POST /relay/sessions` → 201. */
export interface Session {
  id: string;
  walletAddress: WalletAddressDetails;
  /** URL of the incoming payment that this session pays into. */
  incomingPayment: string;
  /** ISO 8601 instant after which the incoming payment accepts no more money. */
  expiresAt: string;
}

/** `POST /relay/sessions/:id/payments` → 201: a payment was sent. */
export interface Payment {
  id: string;
  /** The amount of the outgoing payment, which counts against the budget. In the visitor's asset. */
  debitAmount: Amount;
  /**
   * The sent amount for the page's totals. It is less than `debitAmount` if less was sent, of this payment or
   * of earlier payments that the page already counted. Zero: no event. Absent (older providers):
   * `debitAmount`.
   */
  sentAmount?: Amount;
  /** The received amount for the page's totals, in the receiver's asset, with the same correction. */
  receiveAmount: Amount;
  /** The spent part of the budget, if it is the budget of this payment. Absent in older providers. */
  spent?: Amount;
  incomingPayment: string;
  /** The receiver's wallet address id. */
  walletAddress: string;
  /** Milliseconds until the next tick. The page counts only visible time. */
  next: number;
  /**
   * Milliseconds of visible time until the next payment to this receiver is due. Absent in older providers.
   */
  dueIn?: number;
}

/** `POST /relay/sessions/:id/payments` → 202: nothing is due yet. */
export interface NothingDue {
  next: number;
  dueIn?: number;
}

/** Every response with a status ≥ 400, as `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable. One of {@link ERROR_CODES}. */
  code: string;
  /** Details of this occurrence. */
  detail?: string;
  /** What to do about it. */
  fix?: string;
}
