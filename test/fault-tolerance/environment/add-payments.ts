import Database from 'libsql';
import type { DatabaseLocations } from '../invariants/collect-state.js';

/**
 * Adds payments of the first intent's visitor to both databases, as if all of them had just been made and
 * settled.
 */
export function addPayments({ provider, ledger }: DatabaseLocations, count: number): void {
  const change = (file: string, work: (books: ReturnType<typeof createCopier>) => void) => {
    const database = new Database(file);
    database.pragma('busy_timeout=10000');
    database.exec('BEGIN IMMEDIATE');
    work(createCopier(database, count));
    database.exec('COMMIT');
    database.close();
  };
  change(provider, ({ copy, run }) => {
    const payment = "replace(outgoing_payment, 'outgoing-payments/', 'outgoing-payments/' || i || '-')";
    copy('intent', {
      ...{ id: "'many ' || i", quote_id: "replace(quote_id, 'quotes/', 'quotes/' || i || '-')" },
      ...{ outgoing_payment: payment, state: "'settled'", sent_amount: 'debit_amount', undelivered: '0' },
      // One-time payments are not limited by the rate.
      kind: "'once'",
    });
    run(`UPDATE connection SET spent = spent + ${count} * (SELECT debit_amount FROM intent ORDER BY created_at LIMIT 1)
      WHERE id = (SELECT connection_id FROM intent ORDER BY created_at LIMIT 1)`);
  });
  change(ledger, ({ copy, run }) => {
    copy('quotes', { id: "replace(id, 'quotes/', 'quotes/' || i || '-')" });
    copy('outgoing_payments', {
      ...{ sequence: 'NULL', id: "replace(id, 'outgoing-payments/', 'outgoing-payments/' || i || '-')" },
      quote: "replace(quote, 'quotes/', 'quotes/' || i || '-')",
      metadata: `'{"wmIntent":"many ' || i || '"}'`,
    });
    copy(
      'transfers',
      {
        id: 'NULL',
        outgoing_payment: "replace(outgoing_payment, 'outgoing-payments/', 'outgoing-payments/' || i || '-')",
      },
      'WHERE outgoing_payment IS NOT NULL',
    );
    run(
      `UPDATE incoming_payments SET received_amount = received_amount * ${count + 1} WHERE received_amount > 0`,
    );
    run(
      `UPDATE grant_spends SET debit_amount = debit_amount * ${count + 1}, receive_amount = receive_amount * ${count + 1}`,
    );
  });
}

function createCopier(database: InstanceType<typeof Database>, count: number) {
  const run = (statement: string) => void database.exec(statement);
  return {
    run,
    copy(table: string, changes: Record<string, string>, of = '') {
      const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
      const values = names.map((name) => changes[name] ?? name).join();
      run(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
        INSERT INTO ${table} (${names.join()}) SELECT ${values} FROM n, (SELECT * FROM ${table} ${of} LIMIT 1)`);
    },
  };
}
