import { openRelayPage } from '../../support/provider/relay-page.js';

/** A page with one connection and one session, and a payment due on every tick. */
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
