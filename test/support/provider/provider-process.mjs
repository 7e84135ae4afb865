// A provider as `wm provider` runs it, in a separate process, which may also pay sandbox wallets. No
// environment variable allows that.
import pino from 'pino';
import { acceptInteraction } from '../../../dist/node/sandbox-wallet/accept-interaction.js';
import { drainOnSignal } from '../../../dist/node/tools/provider/drain-on-signal.js';
import { readEnvironment } from '../../../dist/node/tools/provider/read-environment.js';
import { startProvider } from '../../../dist/node/tools/provider/start-provider.js';

const settings = readEnvironment(process.env);
const running = await startProvider(settings, pino({ level: settings.WM_LOG_LEVEL }, pino.destination(2)), {
  origin: `http://localhost:${settings.PORT}`,
  sandbox: true,
  sandboxVisitor: {
    walletAddress: process.env.TEST_VISITOR,
    consent: async (redirect) => void (await fetch(await acceptInteraction(redirect))),
  },
  allowance: { ratePerHour: '36000.00', budget: '100000.00', period: null },
  minPaymentDelay: 1,
});
drainOnSignal(running, settings.WM_DRAIN_SECONDS);
process.stdout.write('ready\n');
