import type { KyselyPlugin } from 'kysely';

/** Migrates the provider's database in `file`, and kills itself at the statement of this number; 0: at none. */
const { file, at } = JSON.parse(process.argv[2] as string) as { file: string; at: number };
const built = (path: string) => import(new URL(`../../dist/node/${path}`, import.meta.url).href);
const { openDatabase } = (await built(
  'database/open-database.js',
)) as typeof import('../../src/database/open-database.js');
const { migrations } = (await built(
  'provider/migrations/migrations.js',
)) as typeof import('../../src/provider/migrations/migrations.js');

let statements = 0;
const counting: KyselyPlugin = {
  transformQuery({ node }) {
    statements += 1;
    if (statements === at) process.kill(process.pid, 'SIGKILL');
    return node;
  },
  transformResult: async ({ result }) => result,
};
const counted = Object.entries(migrations).map(([name, { up }]) => [
  name,
  { up: (database: Parameters<typeof up>[0]) => up(database.withPlugin(counting)) },
]);
const { close } = await openDatabase(file, Object.fromEntries(counted));
await close();
process.send?.(statements);
