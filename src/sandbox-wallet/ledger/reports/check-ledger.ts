import { sql } from 'kysely';
import type { SandboxDatabase } from '../database/sandbox-database.js';

/**
 * Each query returns the rows that violate one rule of double-entry bookkeeping. A consistent ledger yields
 * none. Sums are aggregated once and then joined: row-by-row lookups without an index take very long for a
 * hundred thousand payments, and an index would slow down every payment.
 */
const LEDGER_RULES: Readonly<Record<string, string>> = {
  "an account's debits differ from its transfers": `SELECT id FROM accounts
    LEFT JOIN (SELECT debit_account, sum(amount) AS moved FROM transfers GROUP BY debit_account) ON debit_account = id
    WHERE debits <> coalesce(moved, 0)`,
  "an account's credits differ from its transfers": `SELECT id FROM accounts
    LEFT JOIN (SELECT credit_account, sum(amount) AS moved FROM transfers GROUP BY credit_account) ON credit_account = id
    WHERE credits <> coalesce(moved, 0)`,
  "an asset's debits differ from its credits": `SELECT asset_code AS id FROM accounts
    GROUP BY asset_code, asset_scale HAVING sum(debits) <> sum(credits)`,
  'a transfer crosses assets': `SELECT transfers.id FROM transfers JOIN accounts
    ON accounts.id IN (debit_account, credit_account)
    WHERE accounts.asset_code <> transfers.asset_code OR accounts.asset_scale <> transfers.asset_scale`,
  'a wallet is overdrawn': `SELECT id FROM accounts WHERE kind = 'wallet' AND debits > credits`,
  "an incoming payment's received amount differs from its transfers": `SELECT incoming.id FROM incoming_payments AS incoming
    LEFT JOIN (SELECT receiver, sum(received_amount) AS arrived FROM outgoing_payments
      JOIN quotes ON quotes.id = quote GROUP BY receiver) ON receiver = incoming.id
    WHERE received_amount <> coalesce(arrived, 0)`,
  "a payment's sent amount differs from its transfers": `SELECT outgoing.id FROM outgoing_payments AS outgoing
    JOIN wallet_addresses ON wallet_addresses.id = outgoing.wallet_address
    LEFT JOIN (SELECT outgoing_payment, debit_account, sum(amount) AS moved FROM transfers GROUP BY 1, 2) AS sums
      ON sums.outgoing_payment = outgoing.id AND sums.debit_account = wallet_addresses.account
    WHERE sent_amount <> coalesce(moved, 0)`,
  "a payment's received amount differs from its transfers": `SELECT outgoing.id FROM outgoing_payments AS outgoing
    JOIN quotes ON quotes.id = quote JOIN incoming_payments AS incoming ON incoming.id = quotes.receiver
    JOIN wallet_addresses ON wallet_addresses.id = incoming.wallet_address
    LEFT JOIN (SELECT outgoing_payment, credit_account, sum(amount) AS moved FROM transfers GROUP BY 1, 2) AS sums
      ON sums.outgoing_payment = outgoing.id AND sums.credit_account = wallet_addresses.account
    WHERE outgoing.received_amount <> coalesce(moved, 0)`,
  'a payment differs from its quote': `SELECT outgoing.id FROM outgoing_payments AS outgoing JOIN quotes ON quotes.id = quote
    WHERE (state = 'sent' AND (outgoing.sent_amount <> quotes.sent_amount OR received_amount <> receive_amount))
      OR (state = 'pending' AND outgoing.sent_amount + received_amount > 0)
      OR (state = 'failed' AND outgoing.sent_amount >= quotes.sent_amount)`,
  "a grant's spending differs from its payments": `SELECT grants.id FROM grants
    LEFT JOIN (SELECT grant_id, sum(debit_amount) AS counted FROM grant_spends GROUP BY grant_id) AS spends
      ON spends.grant_id = grants.id
    LEFT JOIN (SELECT grant_id, sum(CASE state WHEN 'failed' THEN outgoing.sent_amount ELSE debit_amount END) AS paid
      FROM outgoing_payments AS outgoing JOIN quotes ON quotes.id = quote GROUP BY grant_id) AS payments
      ON payments.grant_id = grants.id
    WHERE coalesce(counted, 0) <> coalesce(paid, 0)`,
};

export interface LedgerViolation {
  readonly rule: string;
  /** The account, transfer, payment, grant or asset that violates the rule. */
  readonly subject: string;
}

/**
 * The violations in the ledger, empty if there are none. Reads the whole ledger, so it is only for tests and
 * manual checks.
 */
export async function checkLedger(database: SandboxDatabase): Promise<LedgerViolation[]> {
  const violations: LedgerViolation[] = [];
  for (const [rule, query] of Object.entries(LEDGER_RULES)) {
    const { rows } = await sql.raw<{ id: unknown }>(query).execute(database.reader);
    violations.push(...rows.map(({ id }) => ({ rule, subject: String(id) })));
  }
  return violations;
}
