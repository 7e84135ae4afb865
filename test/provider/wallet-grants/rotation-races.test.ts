import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { OpenPaymentsClientError } from '@interledger/open-payments';
import fc, { type Scheduler } from 'fast-check';
import { rotateGrantAccessToken } from '../../../src/provider/wallet-grants/rotate-grant-access-token.js';
import { type GrantAccessToken, readAccessToken } from '../../../src/provider/wallet-grants/access-tokens.js';
import { updateGrantAccessToken } from '../../../src/provider/wallet-grants/update-grant-access-token.js';
import { createSecretBox } from '../../../src/provider/keys/secret-box.js';
import { loadSecretKeys } from '../../../src/provider/keys/secret-keys.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';
import { createSingleFlight } from '../../../src/provider/core/single-flight.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';
import { sampleGrant } from '../../support/provider/stored-grant.js';

const [NODES, TASKS] = [3, 3];
const seed = Number(process.env['SEED'] ?? 23);
const providerDatabase = await openProviderDatabase();
after(() => providerDatabase.close());
const secrets = createSecretBox(loadSecretKeys(undefined, null));
let grants = 0;

test(`in any interleaving of three nodes and a wallet, a token is rotated once, and all nodes continue with it (SEED=${seed})`, async () => {
  const reasons = fc.array(fc.constantFrom('ends-soon' as const, 'refused' as const), {
    ...{ minLength: NODES * TASKS, maxLength: NODES * TASKS },
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), reasons, async (scheduler, each) => {
      const { connection, token } = await openGrant();
      const wallet = { current: token.value, rotations: 0, dead: 0 };
      const nodes = Array.from({ length: NODES }, () => openNode(scheduler, wallet));
      const tasks = each.map((reason, index) =>
        rotateGrantAccessToken(nodes[index % NODES] as ProviderServices, connection, token, reason),
      );
      const rotated = await scheduler.waitFor(Promise.all(tasks));
      assert.deepEqual(wallet, { current: 'rotated 1', rotations: 1, dead: 0 });
      for (const each of rotated) assert.equal(each?.value, wallet.current);
      const stored = await readAccessToken(openNode(undefined, wallet), connection);
      assert.equal(stored?.value, wallet.current);
    }),
    { seed, numRuns: 60 },
  );
});

/** A token that expires in half a minute. */
async function openGrant(): Promise<{ connection: string; token: GrantAccessToken }> {
  grants += 1;
  const { connection } = await providerDatabase.connect(`rotating ${grants}`, { budget: 1n });
  const grant = sampleGrant(connection, { id: `grant ${grants}`, state: 'active' });
  const services = { ...providerDatabase.services, secrets };
  await providerDatabase.services.write(async (transaction) => {
    await transaction.insertInto('wallet_grant').values(grant).execute();
    const issued = { value: 'first', manage: 'https://v.example/token', expires_in: 30 };
    await updateGrantAccessToken(services, grant.id, issued, transaction);
  });
  const token = await readAccessToken(
    openNode(undefined, { current: 'first', rotations: 0, dead: 0 }),
    connection,
  );
  assert.ok(token);
  return { connection, token };
}

interface Wallet {
  current: string;
  rotations: number;
  /** The number of requests with an already rotated token, which would cost the grant. */
  dead: number;
}

/** A node whose writes, waits and calls end when the scheduler decides. */
function openNode(scheduler: Scheduler | undefined, wallet: Wallet): ProviderServices {
  const later = <Result>(what: string, result: Promise<Result>) =>
    scheduler ? scheduler.schedule(result, what) : result;
  const rotate = async ({ accessToken }: { accessToken: string }) => {
    await later('asked', Promise.resolve());
    if (accessToken !== wallet.current) {
      wallet.dead += 1;
      throw new OpenPaymentsClientError('refused', { description: 'Invalid Token', status: 404 });
    }
    wallet.rotations += 1;
    wallet.current = `rotated ${wallet.rotations}`;
    const access_token = { value: wallet.current, manage: 'https://v.example/token', expires_in: 600 };
    return later('answered', Promise.resolve({ access_token }));
  };
  const write: ProviderServices['write'] = async (work, options) => {
    await later('begun', Promise.resolve());
    return later('written', providerDatabase.services.write(work, options));
  };
  return {
    ...providerDatabase.services,
    secrets,
    accessTokens: new Map(),
    singleFlight: createSingleFlight(),
    client: { token: { rotate } },
    sleep: async () => later('slept', Promise.resolve()),
    write,
  } as unknown as ProviderServices;
}
