import { CREATE_OUTGOING_PAYMENT, CREATE_QUOTE, type Fault } from './fault.js';

export type QuoteOrSettlementFault =
  'partial' | 'insufficient-funds' | 'slippage' | 'one-unit-received' | 'quote-limit' | 'fail-settlement';

/** What a quote promises and what a payment delivers. The operations implement these faults themselves. */
export const QUOTE_AND_SETTLEMENT_FAULTS: Readonly<Record<QuoteOrSettlementFault, Fault>> = {
  partial: { description: 'sends half of the payment, then fails it', operations: [CREATE_OUTGOING_PAYMENT] },
  'insufficient-funds': {
    description: 'creates the payment, then cancels it: insufficient funds',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
  slippage: {
    description:
      'quotes as over a network: 1 % less arrives, in whole units, and only what that costs is sent',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'one-unit-received': {
    description: 'quotes that one unit arrives, for every debit amount below a thousand',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'quote-limit': {
    description: 'rejects quotes above a thousand units: 400 "invalid amount"',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'fail-settlement': {
    description: 'creates the payment, then fails it',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
};
