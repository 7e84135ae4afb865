import { sql } from 'kysely';
import type { SandboxDatabase } from './sandbox-database.js';

/**
 * Each query finds the rows that break one rule of double entry; a sound ledger yields none. The + keeps SQLite from searching a payment's
 * few transfers among the many of its account.
 */
const RULES: Readonly<Record<string, string>> = {
  'an account counts other debits than its transfers': `SELECT id FROM accounts
    WHERE debits <> (SELECT coalesce(sum(amount), 0) FROM transfers WHERE debit_account = accounts.id)`,
  'an account counts other credits than its transfers': `SELECT id FROM accounts
    WHERE credits <> (SELECT coalesce(sum(amount), 0) FROM transfers WHERE credit_account = accounts.id)`,
  "an asset's debits differ from its credits": `SELECT asset_code AS id FROM accounts
    GROUP BY asset_code, asset_scale HAVING sum(debits) <> sum(credits)`,
  'a transfer crosses assets': `SELECT transfers.id FROM transfers JOIN accounts
    ON accounts.id IN (debit_account, credit_account)
    WHERE accounts.asset_code <> transfers.asset_code OR accounts.asset_scale <> transfers.asset_scale`,
  'a wallet is overdrawn': `SELECT id FROM accounts WHERE kind = 'wallet' AND debits > credits`,
  'an incoming payment counts other money than it received': `SELECT incoming.id FROM incoming_payments AS incoming
    WHERE received_amount <> (SELECT coalesce(sum(outgoing_payments.received_amount), 0) FROM quotes
      JOIN outgoing_payments ON outgoing_payments.quote = quotes.id WHERE quotes.receiver = incoming.id)`,
  'a payment moved another amount than it says': `SELECT outgoing_payments.id FROM outgoing_payments
    JOIN wallet_addresses ON wallet_addresses.id = outgoing_payments.wallet_address
    WHERE sent_amount <> (SELECT coalesce(sum(amount), 0) FROM transfers
      WHERE outgoing_payment = outgoing_payments.id AND +debit_account = wallet_addresses.account)`,
  'a payment delivered another amount than it says': `SELECT outgoing_payments.id FROM outgoing_payments
    JOIN quotes ON quotes.id = quote JOIN incoming_payments ON incoming_payments.id = quotes.receiver
    JOIN wallet_addresses ON wallet_addresses.id = incoming_payments.wallet_address
    WHERE outgoing_payments.received_amount <> (SELECT coalesce(sum(amount), 0) FROM transfers
      WHERE outgoing_payment = outgoing_payments.id AND +credit_account = wallet_addresses.account)`,
  'a payment is not what was quoted': `SELECT outgoing_payments.id FROM outgoing_payments JOIN quotes ON quotes.id = quote
    WHERE (state = 'sent' AND (outgoing_payments.sent_amount <> quotes.sent_amount OR received_amount <> receive_amount))
      OR (state = 'pending' AND outgoing_payments.sent_amount + received_amount > 0)
      OR (state = 'failed' AND outgoing_payments.sent_amount >= quotes.sent_amount)`,
  'a grant counts other spending than its payments': `SELECT grants.id FROM grants
    WHERE (SELECT coalesce(sum(debit_amount), 0) FROM grant_spends WHERE grant_id = grants.id) <>
      (SELECT coalesce(sum(CASE state WHEN 'failed' THEN outgoing_payments.sent_amount ELSE debit_amount END), 0)
       FROM outgoing_payments JOIN quotes ON quotes.id = quote WHERE grant_id = grants.id)`,
};

export interface LedgerViolation {
  readonly rule: string;
  /** The account, transfer, payment, grant or asset that breaks it. */
  readonly subject: string;
}

/** What is wrong with the books; empty when nothing is. Reads everything, so it is for tests and for people. */
export async function checkLedger(database: SandboxDatabase): Promise<LedgerViolation[]> {
  const violations: LedgerViolation[] = [];
  for (const [rule, query] of Object.entries(RULES)) {
    const { rows } = await sql.raw<{ id: unknown }>(query).execute(database.committed);
    violations.push(...rows.map(({ id }) => ({ rule, subject: String(id) })));
  }
  return violations;
}
