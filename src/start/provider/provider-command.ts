import { parseArgs } from 'node:util';
import pino from 'pino';
import { checkProvider } from './check-provider.js';
import { drainWhenAsked } from './drain-when-asked.js';
import { providerHelp } from './help.js';
import { type Environment, findOddities, readEnvironment } from './read-environment.js';
import { startProvider } from './start-provider.js';

/** `wm provider`. @throws EnvironmentError or TypeError for the operator's mistake, Error for what is in its way. */
export async function runProviderCommand(args: string[], environment: Environment): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return void process.stdout.write(providerHelp());
  const settings = readEnvironment(environment);
  if (values.check) {
    const isFine = await checkProvider(settings, findOddities(environment));
    process.exitCode = isFine ? 0 : 1;
    return;
  }
  // https://12factor.net/logs
  const logger = pino({ level: settings.WM_LOG_LEVEL }, pino.destination(1));
  for (const oddity of findOddities(environment)) logger.warn(oddity);
  const running = await startProvider(settings, logger);
  drainWhenAsked(running, settings.WM_DRAIN_SECONDS);
  const { WM_ORIGIN: origin, WM_SITES: sites } = settings;
  logger.info(
    { origin, sites },
    'the provider serves; real money: wallets on this machine or without https are refused',
  );
}
