/** `detail` of the events of the first version. */
export interface LegacyDetail {
  /** The `content` of the `<meta>` as written, or the link's `href`. */
  paymentPointer: string;
  /** A UUID that stays the same until the tag changes or is removed. */
  requestId: string;
}

export interface LegacyProgressDetail extends LegacyDetail {
  /** The amount that the receiver gets, an integer in units of 10^-assetScale. */
  amount: string;
  assetCode: string;
  assetScale: number;
}

export interface LegacyStopDetail extends LegacyDetail {
  /** True if the tag has changed or was removed, false if payments only pause. */
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
