/** Messages between the connect page and its provider. Pages of sites never see them. */

/** `GET /connect/:id/site` → 200: the site that the visitor must come from. */
export interface RequestingSite {
  /** The origin of the site. */
  site: string;
}

/** `GET /connect/:id`, `POST /connect/:id/arrivals` → 200. */
export interface ConsentRequest {
  state: string;
  /** The origin of the site. The host is punycode, which reveals look-alike letters. */
  site: string;
  /** The wallet that this browser connected last. */
  rememberedWallet: string | null;
}

/** A decimal amount that the visitor chooses: greater than zero, at most `most`. */
export interface LimitChoice {
  proposed: string;
  most: string;
}

/** `POST /connect/:id/wallets` → 200: everything that the visitor consents to. */
export interface ConsentStatement {
  /** Valid for one {@link ConsentAnswer}. */
  token: string;
  site: string;
  walletAddress: string;
  /** The public name of the wallet, without invisible characters. */
  walletName: string | null;
  assetCode: string;
  budget: LimitChoice;
  ratePerHour: LimitChoice;
  /** ISO 8601 duration after which the budget renews, or null if it never renews. */
  period: string | null;
  /** ISO 8601 instant at which the consent ends. */
  until: string;
}

/** `POST /connect/:id/consents` → 200 `{ redirect }`: the URL of the wallet's consent page. */
export interface ConsentAnswer {
  token?: string;
  /** Decimal amounts in the wallet's asset. */
  budget: string;
  ratePerHour: string;
}
