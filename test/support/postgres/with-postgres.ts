// node --import tsx test/support/postgres/with-postgres.ts command…: runs the command with WM_TEST_POSTGRES,
// the URL of a temporary PostgreSQL cluster.
import { spawn } from 'node:child_process';
import { findPostgres, WITHOUT_POSTGRES } from '../../find-postgres.mjs';
import { startPostgresCluster } from './postgres-cluster.js';

const programs = findPostgres();
if (!programs) throw new Error(WITHOUT_POSTGRES);
const cluster = await startPostgresCluster(programs);
const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, WM_TEST_POSTGRES: cluster.url },
});
// The command receives ^C itself. This process must survive it, to stop the server.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', async (code) => {
  await cluster.close();
  process.exitCode = code ?? 1;
});
