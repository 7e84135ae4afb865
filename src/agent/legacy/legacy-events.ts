/** What the first version's events tell in `detail`. */
export interface LegacyDetail {
  /** As the author wrote it in a `<meta>`, or the link's `href`. */
  paymentPointer: string;
  /** A UUID that stays the same until the tag changes or goes. */
  requestId: string;
}

export interface LegacyProgressDetail extends LegacyDetail {
  /** What the receiver gets, an integer in units of 10^-assetScale. */
  amount: string;
  assetCode: string;
  assetScale: number;
}

export interface LegacyStopDetail extends LegacyDetail {
  /** True when the tag has changed or gone, false when payments only pause. */
  finalized: boolean;
}

export interface LegacyEventMap {
  agentstatechange: Event;
  /** @deprecated Use `agentstatechange`. */
  monetizationpending: CustomEvent<LegacyDetail>;
  /** @deprecated Use the `monetization` event. */
  monetizationstart: CustomEvent<LegacyDetail>;
  /** @deprecated Use the `monetization` event. */
  monetizationprogress: CustomEvent<LegacyProgressDetail>;
  /** @deprecated Use `agentstatechange`. */
  monetizationstop: CustomEvent<LegacyStopDetail>;
}
