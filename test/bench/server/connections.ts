import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { generateKeyPair, type KeyPair } from 'dpop';
import { createServices } from '../../../src/provider/create-services.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { formatAgainstTarget, median } from '../format-result.js';
import { type BenchProcess, startBenchProcess } from './bench-process.js';

const CONNECTION_COUNTS = [100, 2_000, 20_000];
const PAYMENT_COUNT = 200;
const ROUNDS = 3;
const MAX_COST_RATIO = 1.25;
const SITE = 'http://localhost:3000';

/**
 * Measures the provider's cost per payment with this many connected visitors. Each tick comes from a
 * different visitor, so that caches do not help.
 */
export async function benchConnections(): Promise<string[]> {
  const wallets = await startBenchProcess('wallets');
  let provider = await startBenchProcess('provider', wallets.addresses);
  const { dataDirectory, provider: origin } = provider.addresses as {
    dataDirectory: string;
    provider: string;
  };
  const page = await openRelayPage(origin, SITE);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
  const { receiver } = wallets.addresses;
  await page.call('POST', '/relay/sessions', { connection, walletAddress: receiver });

  const costs: number[] = [];
  let connected = 1;
  for (const size of CONNECTION_COUNTS) {
    await provider.stop();
    const payers = await connectMore(origin, dataDirectory, connection, size - connected);
    connected = size;
    provider = await startBenchProcess('provider', { ...wallets.addresses, origin, dataDirectory });
    costs.push(await costOfPayment(provider, origin, payers));
  }
  await provider.stop();
  await wallets.stop();
  const ratio = Math.max(...costs) / Math.min(...costs);
  const text = CONNECTION_COUNTS.map((size, index) => `${size}: ${costs[index]?.toFixed(2)} ms`).join(', ');
  return [
    formatAgainstTarget(
      `CPU per payment at so many connections: ${text}; ratio ${ratio.toFixed(2)}`,
      `≤ ${MAX_COST_RATIO}`,
      ratio <= MAX_COST_RATIO,
    ),
  ];
}

interface Payer {
  key: KeyPair;
  thumbprint: string;
  session: string;
}

async function createPayer(): Promise<Payer> {
  const key = await generateKeyPair('ES256', { extractable: true });
  const jwk = await crypto.subtle.exportKey('jwk', key.publicKey);
  return { key, thumbprint: await calculateJwkThumbprint(jwk as JWK), session: crypto.randomUUID() };
}

/** Copies one consented connection with separate keys, grants and sessions, using the provider's own code. */
async function connectMore(
  origin: string,
  dataDirectory: string,
  template: string,
  more: number,
): Promise<Payer[]> {
  const { database, write, secrets, close } = await createServices({ origin, dataDirectory, sandbox: true });
  const connection = await database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', template)
    .executeTakeFirstOrThrow();
  const grant = await database
    .selectFrom('wallet_grant')
    .selectAll()
    .where('connection_id', '=', template)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  const session = await database
    .selectFrom('session')
    .selectAll()
    .where('connection_id', '=', template)
    .executeTakeFirstOrThrow();
  const token = secrets.open(grant.access_token ?? '', `wallet_grant ${grant.id} access_token`);
  const payers = await Promise.all(Array.from({ length: Math.min(PAYMENT_COUNT, more) }, createPayer));
  for (let made = 0; made < more; made += 500) {
    await write(async (transaction) => {
      for (let i = made; i < Math.min(more, made + 500); i += 1) {
        const payer = payers[i];
        const id = payer?.session ?? crypto.randomUUID();
        const session_key = payer?.thumbprint ?? randomBytes(32).toString('base64url');
        await transaction
          .insertInto('connection')
          .values({ ...connection, id, grant_id: id, session_key, paid_at: null })
          .execute();
        const access_token = secrets.seal(token, `wallet_grant ${id} access_token`);
        await transaction
          .insertInto('wallet_grant')
          .values({ ...grant, id, connection_id: id, access_token })
          .execute();
        await transaction
          .insertInto('session')
          .values({ ...session, id, connection_id: id })
          .execute();
      }
    });
  }
  await close();
  return payers;
}

async function costOfPayment(provider: BenchProcess, origin: string, payers: Payer[]): Promise<number> {
  const node = provider.addresses['node'] as string;
  const pages = await Promise.all(
    payers.map(async ({ key, session }) => ({ session, page: await openRelayPage(node, SITE, key) })),
  );
  const costs: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = await provider.cpu();
    let next = 0;
    let paid = 0;
    const work = async () => {
      for (let payer = pages[next++]; payer; payer = pages[next++]) {
        const path = `/relay/sessions/${payer.session}/payments`;
        const { status, body } = await payer.page.call(
          'POST',
          path,
          {},
          { proof: { url: `${origin}${path}` } },
        );
        if (status === 201) paid += 1;
        else if (status !== 202) throw new Error(JSON.stringify(body));
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    // The first round is a warm-up.
    if (round > 0) costs.push(((await provider.cpu()) - before) / paid);
  }
  return median(costs);
}
