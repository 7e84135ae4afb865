/** The limits that a visitor is offered. Amounts are decimal strings in the visitor's asset. */
export interface Allowance {
  /** Proposed spending per hour, e.g. `'0.60'`. */
  ratePerHour: string;
  /** Proposed spending per `period`, e.g. `'5.00'`. */
  budget: string;
  /** ISO 8601 duration after which the budget renews, or null for never. */
  period: string | null;
  /** The highest rate that a visitor may choose. Default: `ratePerHour`. */
  maxRatePerHour?: string | undefined;
  /** The highest budget that a visitor may choose. Default: `budget`. */
  maxBudget?: string | undefined;
  /** Days after which the visitor has to consent again. Default: 30. */
  consentDays?: number | undefined;
}

export const DEFAULT_ALLOWANCE: Allowance = {
  ratePerHour: '0.60',
  budget: '5.00',
  period: 'P1M',
  maxRatePerHour: '1.00',
  maxBudget: '20.00',
};

/** A simulated visitor that always consents. Only in a sandbox, and only for pages on loopback. */
export interface SandboxVisitor {
  walletAddress: string;
  /** Origins that are not connected automatically. */
  unconnectedOrigins?: readonly string[] | undefined;
  /** Completes the consent page at `redirect` like a browser, including the provider's finish page. */
  consent(redirect: string): Promise<void>;
}
