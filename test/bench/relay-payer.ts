import { openRelayPage } from '../support/relay-page.js';

/** A page that ticks: one connection, one session, a payment due at every tick. */
export async function openRelayPayer(directory: Record<string, string>): Promise<() => Promise<void>> {
  const page = await openRelayPage(directory['provider'] as string);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const session = (
    await page.call('POST', '/relay/sessions', { connection, walletAddress: directory['receiver'] })
  ).body.id;
  return async () => {
    for (;;) {
      const { status, body } = await page.call('POST', `/relay/sessions/${session}/payments`, {});
      if (status === 201) return;
      if (status !== 202) throw new Error(JSON.stringify(body));
    }
  };
}
