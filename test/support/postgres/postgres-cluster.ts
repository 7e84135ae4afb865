import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-ports.js';

export interface PostgresCluster {
  /** The URL of its database `postgres`, which trusts every connection. */
  url: string;
  /** The folder of its Unix socket, if it has one. */
  folder: string;
  start(): Promise<void>;
  /**
   * Stops it immediately, like a crash: nothing more is written, and the next start recovers from the WAL.
   */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** PEM texts. The server then accepts TLS. */
  tls?: { key: string; cert: string };
  /** Also listens on a Unix socket. */
  socket?: boolean;
}

/**
 * A PostgreSQL cluster on loopback in a temporary folder, with fsync as in production.
 * @param programs the folder of initdb and postgres.
 */
export async function startPostgresCluster(
  programs: string,
  { tls, socket = false }: ClusterOptions = {},
): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-postgres-'));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = ['-D', data, '-A', 'trust', '-U', 'wm', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(programs, 'initdb'), options, { ...user, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socket ? folder : ''}`,
    'max_connections=200',
    ...(tls ? ['ssl=on', 'ssl_key_file=server.key', 'ssl_cert_file=server.crt'] : []),
  ];
  if (tls) {
    for (const [name, text] of [
      ['server.key', tls.key],
      ['server.crt', tls.cert],
    ] as const) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      if (user) chownSync(join(data, name), user.uid, user.gid);
    }
  }
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    const started = spawn(join(programs, 'postgres'), args, {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    await waitUntilReady(started);
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    server = undefined;
    await ended;
  }

  await start();
  return {
    url: `postgres://wm@127.0.0.1:${port}/postgres`,
    folder,
    start,
    crash: () => stop('SIGQUIT'),
    async close() {
      await stop('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
export function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (option: string) => Number(execFileSync('id', [option, name], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // This user does not exist: try the next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and the users "postgres" and "nobody" are missing.');
}

function waitUntilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (text: Buffer) => {
      if (log.length < 100_000) log += text.toString();
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}
