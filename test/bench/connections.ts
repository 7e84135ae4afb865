import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { generateKeyPair, type KeyPair } from 'dpop';
import { createServices } from '../../src/provider/create-services.js';
import { openRelayPage } from '../support/relay-page.js';
import { against, median } from './figures.js';
import { type BenchProcess, startProcess } from './processes.js';

const SIZES = [100, 2_000, 20_000];
const PAYMENTS = 200;
const ROUNDS = 3;
const FLAT = 1.25;
const SITE = 'http://localhost:3000';

/** What one payment costs the provider when so many visitors are connected. The ticks come from as many of them as there are ticks, not from a few that are warm. */
export async function benchConnections(): Promise<string[]> {
  const wallets = await startProcess('wallets');
  let provider = await startProcess('provider', wallets.directory);
  const { dataDirectory, provider: origin } = provider.directory as {
    dataDirectory: string;
    provider: string;
  };
  const page = await openRelayPage(origin, SITE);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
  const { receiver } = wallets.directory;
  await page.call('POST', '/relay/sessions', { connection, walletAddress: receiver });

  const costs: number[] = [];
  let connected = 1;
  for (const size of SIZES) {
    await provider.stop();
    const payers = await connectMore(origin, dataDirectory, connection, size - connected);
    connected = size;
    provider = await startProcess('provider', { ...wallets.directory, origin, dataDirectory });
    costs.push(await costOfPayment(provider, origin, payers));
  }
  await provider.stop();
  await wallets.stop();
  const ratio = Math.max(...costs) / Math.min(...costs);
  const text = SIZES.map((size, index) => `${size}: ${costs[index]?.toFixed(2)} ms`).join(', ');
  return [
    against(
      `CPU per payment at so many connections: ${text}; ratio ${ratio.toFixed(2)}`,
      `≤ ${FLAT}`,
      ratio <= FLAT,
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

/** Copies of one connection that somebody consented to, each with a key, a grant and a session of its own, by the provider's own hand. */
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
  const payers = await Promise.all(Array.from({ length: Math.min(PAYMENTS, more) }, createPayer));
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
  const node = provider.directory['node'] as string;
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
    // The first round warms up.
    if (round > 0) costs.push(((await provider.cpu()) - before) / paid);
  }
  return median(costs);
}
