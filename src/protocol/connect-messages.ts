/** What the connect page and its provider say to each other. Pages of sites never see any of it. */

/** `GET /connect/:id/site` → 200: where the visitor has to come from. */
export interface AskingSite {
  /** An origin. */
  site: string;
}

/** `GET /connect/:id`, `POST /connect/:id/arrivals` → 200. */
export interface ConsentQuestion {
  state: string;
  /** The site's origin: its host is punycode, so a look-alike letter shows. */
  site: string;
  /** The wallet that this browser connected last. */
  rememberedWallet: string | null;
}

/** A decimal that the visitor may choose: more than nothing, not more than `most`. */
export interface Choice {
  proposed: string;
  most: string;
}

/** `POST /connect/:id/wallets` → 200: all that the visitor consents to. */
export interface ConsentStatement {
  /** Good for one {@link ConsentAnswer}. */
  token: string;
  site: string;
  walletAddress: string;
  /** As the wallet calls itself, without what is invisible. */
  walletName: string | null;
  assetCode: string;
  budget: Choice;
  ratePerHour: Choice;
  /** ISO 8601 duration after which the budget renews, or null for never. */
  period: string | null;
  /** ISO 8601 instant at which the consent ends. */
  until: string;
}

/** `POST /connect/:id/consents` → 200 `{ redirect }`: on to the wallet. */
export interface ConsentAnswer {
  token?: string;
  /** Decimals in the wallet's asset. */
  budget: string;
  ratePerHour: string;
}
