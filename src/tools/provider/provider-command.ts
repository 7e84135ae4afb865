import pino from 'pino';
import { readArguments, UsageError } from '../start/read-arguments.js';
import { runKeyCommand, isKeyCommand } from './key-commands.js';
import { checkProvider } from './check-provider.js';
import { drainOnSignal } from './drain-on-signal.js';
import { providerHelp } from './provider-help.js';
import { logWarnings } from './log-warnings.js';
import { providerOptions } from './provider-options.js';
import { type Environment, collectWarnings, readEnvironment } from './read-environment.js';
import { startProvider } from './start-provider.js';

const OPTIONS = { check: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/**
 * Runs `wm provider`.
 * @throws UsageError or EnvironmentError for a configuration error, Error for other failures.
 */
export async function runProviderCommand(args: string[], environment: Environment): Promise<void> {
  try {
    await runCommand(args, environment);
  } catch (error) {
    // All options of the provider come from the environment.
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error.cause });
    throw error;
  }
}

async function runCommand(args: string[], environment: Environment): Promise<void> {
  const { values, positionals } = readArguments('provider', args, OPTIONS);
  if (values.help) return void process.stdout.write(providerHelp());
  const [command, ...more] = positionals;
  if (command !== undefined && (!isKeyCommand(command) || more.length > 0 || values.check))
    throw new UsageError(`unknown command: wm provider ${args.join(' ')}. Try: wm provider --help`);
  const settings = readEnvironment(environment);
  if (command !== undefined)
    return void process.stdout.write(`${await runKeyCommand(command, providerOptions(settings))}\n`);
  if (values.check) {
    const isFine = await checkProvider(settings, collectWarnings(environment));
    process.exitCode = isFine ? 0 : 1;
    return;
  }
  // https://12factor.net/logs
  const logger = pino({ level: settings.WM_LOG_LEVEL }, pino.destination(1));
  logWarnings(logger);
  for (const warning of collectWarnings(environment)) logger.warn(warning);
  const running = await startProvider(settings, logger);
  drainOnSignal(running, settings.WM_DRAIN_SECONDS);
  const { WM_ORIGIN: origin, WM_SITES: sites } = settings;
  logger.info(
    { origin, sites },
    'the provider is listening; real money: wallets on this machine or without https are rejected',
  );
}
