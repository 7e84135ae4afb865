import { parseArgs } from 'node:util';
import pino from 'pino';
import { changeKeys, isKeyCommand } from './change-keys.js';
import { checkProvider } from './check-provider.js';
import { drainWhenAsked } from './drain-when-asked.js';
import { providerHelp } from './help.js';
import { logWarnings } from './log-warnings.js';
import { providerOptions } from './provider-options.js';
import { type Environment, findOddities, readEnvironment } from './read-environment.js';
import { startProvider } from './start-provider.js';

/** `wm provider`. @throws EnvironmentError or TypeError for the operator's mistake, Error for what is in its way. */
export async function runProviderCommand(args: string[], environment: Environment): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) return void process.stdout.write(providerHelp());
  const [command, ...more] = positionals;
  if (command !== undefined && (!isKeyCommand(command) || more.length > 0 || values.check))
    throw new TypeError(`unknown: wm provider ${args.join(' ')}. Try: wm provider --help`);
  const settings = readEnvironment(environment);
  if (command !== undefined)
    return void process.stdout.write(`${await changeKeys(command, providerOptions(settings))}\n`);
  if (values.check) {
    const isFine = await checkProvider(settings, findOddities(environment));
    process.exitCode = isFine ? 0 : 1;
    return;
  }
  // https://12factor.net/logs
  const logger = pino({ level: settings.WM_LOG_LEVEL }, pino.destination(1));
  logWarnings(logger);
  for (const oddity of findOddities(environment)) logger.warn(oddity);
  const running = await startProvider(settings, logger);
  drainWhenAsked(running, settings.WM_DRAIN_SECONDS);
  const { WM_ORIGIN: origin, WM_SITES: sites } = settings;
  logger.info(
    { origin, sites },
    'the provider serves; real money: wallets on this machine or without https are refused',
  );
}
