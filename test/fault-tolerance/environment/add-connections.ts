import Database from 'libsql';

/** Adds copies of an active connection, each with an open session, for visitors who do not tick. */
export function addConnections(file: string, count: number): void {
  const database = new Database(file);
  const copy = (table: string, changes: Record<string, string>) => {
    const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const values = names.map((name) => changes[name] ?? name).join();
    database.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO ${table} (${names.join()}) SELECT ${values} FROM n, (SELECT * FROM ${table} LIMIT 1)`);
  };
  const none = { id: "'many ' || i", spent: '0', reserved: '0' };
  copy('connection', { ...none, session_key: "'many ' || i", grant_id: 'NULL' });
  copy('session', { ...none, connection_id: "'many ' || i" });
  database.close();
}
