import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPgBouncer, WITHOUT_PGBOUNCER } from '../../find-postgres.mjs';
import { freePort } from '../free-ports.js';
import { unprivilegedUser } from './postgres-cluster.js';

export interface PgBouncer {
  /** The URL of the same database through the pooler. */
  url: string;
  close(): Promise<void>;
}

/** The value of the runner's `skip` option: the reason, or false. */
export const SKIP_PGBOUNCER = findPgBouncer() ? false : WITHOUT_PGBOUNCER;

/**
 * A PgBouncer in transaction mode with its default settings, in front of this database. All clients share two
 * server connections, so that a transaction meets the session state that another one left behind.
 * @param options readOnly: true simulates a standby server.
 */
export async function startPgBouncer(databaseUrl: string, { readOnly = false } = {}): Promise<PgBouncer> {
  const program = findPgBouncer();
  if (!program) throw new Error(WITHOUT_PGBOUNCER);
  const { hostname, port: target, pathname } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'wm-pgbouncer-'));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const port = await freePort();
  const settings = [
    '[databases]',
    // With auth_type = any, PgBouncer ignores the client's user name, so the server's user is configured
    // here.
    `* = host=${hostname} port=${target} user=wm ${readOnly ? "connect_query='SET default_transaction_read_only = on'" : ''}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 2',
    'max_client_conn = 500',
  ];
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, `${settings.join('\n')}\n`);
  if (user) chownSync(file, user.uid, user.gid);
  const server = spawn(program, [file], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (text: Buffer) => {
      if (log.length < 100_000) log += text.toString();
      if (log.includes('process up')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PgBouncer did not start:\n${log}`)));
  });
  return {
    url: `postgres://wm@127.0.0.1:${port}${pathname}`,
    async close() {
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
