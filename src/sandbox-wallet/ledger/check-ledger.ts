import { sql } from 'kysely';
import type { SandboxDatabase } from './sandbox-database.js';

/**
 * Each query finds the rows that break one rule of double entry; a sound ledger yields none. Sums are made once and then joined: looked up
 * row by row, without an index that every payment would have to pay for, a hundred thousand payments take for ever.
 */
const RULES: Readonly<Record<string, string>> = {
  'an account counts other debits than its transfers': `SELECT id FROM accounts
    LEFT JOIN (SELECT debit_account, sum(amount) AS moved FROM transfers GROUP BY debit_account) ON debit_account = id
    WHERE debits <> coalesce(moved, 0)`,
  'an account counts other credits than its transfers': `SELECT id FROM accounts
    LEFT JOIN (SELECT credit_account, sum(amount) AS moved FROM transfers GROUP BY credit_account) ON credit_account = id
    WHERE credits <> coalesce(moved, 0)`,
  "an asset's debits differ from its credits": `SELECT asset_code AS id FROM accounts
    GROUP BY asset_code, asset_scale HAVING sum(debits) <> sum(credits)`,
  'a transfer crosses assets': `SELECT transfers.id FROM transfers JOIN accounts
    ON accounts.id IN (debit_account, credit_account)
    WHERE accounts.asset_code <> transfers.asset_code OR accounts.asset_scale <> transfers.asset_scale`,
  'a wallet is overdrawn': `SELECT id FROM accounts WHERE kind = 'wallet' AND debits > credits`,
  'an incoming payment counts other money than it received': `SELECT incoming.id FROM incoming_payments AS incoming
    LEFT JOIN (SELECT receiver, sum(received_amount) AS arrived FROM outgoing_payments
      JOIN quotes ON quotes.id = quote GROUP BY receiver) ON receiver = incoming.id
    WHERE received_amount <> coalesce(arrived, 0)`,
  'a payment moved another amount than it says': `SELECT outgoing.id FROM outgoing_payments AS outgoing
    JOIN wallet_addresses ON wallet_addresses.id = outgoing.wallet_address
    LEFT JOIN (SELECT outgoing_payment, debit_account, sum(amount) AS moved FROM transfers GROUP BY 1, 2) AS sums
      ON sums.outgoing_payment = outgoing.id AND sums.debit_account = wallet_addresses.account
    WHERE sent_amount <> coalesce(moved, 0)`,
  'a payment delivered another amount than it says': `SELECT outgoing.id FROM outgoing_payments AS outgoing
    JOIN quotes ON quotes.id = quote JOIN incoming_payments AS incoming ON incoming.id = quotes.receiver
    JOIN wallet_addresses ON wallet_addresses.id = incoming.wallet_address
    LEFT JOIN (SELECT outgoing_payment, credit_account, sum(amount) AS moved FROM transfers GROUP BY 1, 2) AS sums
      ON sums.outgoing_payment = outgoing.id AND sums.credit_account = wallet_addresses.account
    WHERE outgoing.received_amount <> coalesce(moved, 0)`,
  'a payment is not what was quoted': `SELECT outgoing.id FROM outgoing_payments AS outgoing JOIN quotes ON quotes.id = quote
    WHERE (state = 'sent' AND (outgoing.sent_amount <> quotes.sent_amount OR received_amount <> receive_amount))
      OR (state = 'pending' AND outgoing.sent_amount + received_amount > 0)
      OR (state = 'failed' AND outgoing.sent_amount >= quotes.sent_amount)`,
  'a grant counts other spending than its payments': `SELECT grants.id FROM grants
    LEFT JOIN (SELECT grant_id, sum(debit_amount) AS counted FROM grant_spends GROUP BY grant_id) AS spends
      ON spends.grant_id = grants.id
    LEFT JOIN (SELECT grant_id, sum(CASE state WHEN 'failed' THEN outgoing.sent_amount ELSE debit_amount END) AS paid
      FROM outgoing_payments AS outgoing JOIN quotes ON quotes.id = quote GROUP BY grant_id) AS payments
      ON payments.grant_id = grants.id
    WHERE coalesce(counted, 0) <> coalesce(paid, 0)`,
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
