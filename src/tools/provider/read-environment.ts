import { SettingError } from './setting-error.js';
import { type ProviderSettings, type Variable, type VariableName, VARIABLES } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All errors in an environment, in a message for the operator. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(errors: readonly string[]) {
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
    super(`${count} in the environment\n\n${errors.join('\n')}\n\nAll variables: wm provider --help`);
  }
}

// https://12factor.net/config
/** @throws EnvironmentError with all errors. An empty variable counts as not set. */
export function readEnvironment(environment: Environment): ProviderSettings {
  const errors: string[] = [];
  const values = Object.entries<Variable<unknown>>(VARIABLES).map(([name, variable]) => {
    const text = environment[name] || undefined;
    try {
      if (variable.required && text === undefined) throw new SettingError('is missing', variable.description);
      return [name, variable.read(text)];
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      errors.push(
        `  ${name}${formatValue(text, variable)} ${error.message}. ${error.fix.replace(/\.$/, '')}.`,
      );
      return [name, undefined];
    }
  });
  const settings = Object.fromEntries(values) as ProviderSettings;
  if (errors.length === 0) errors.push(...findConflicts(settings));
  if (errors.length > 0) throw new EnvironmentError(errors);
  return settings;
}

function findConflicts(settings: ProviderSettings): string[] {
  const exceeds = (
    proposed: 'WM_BUDGET' | 'WM_RATE_PER_HOUR',
    maximum: 'WM_MAX_BUDGET' | 'WM_MAX_RATE_PER_HOUR',
  ) =>
    compareDecimals(settings[proposed], settings[maximum]) > 0
      ? [
          `  ${proposed}="${settings[proposed]}" is greater than ${maximum}="${settings[maximum]}". Lower the first or raise the second.`,
        ]
      : [];
  const port = settings.PORT === settings.WM_METRICS_PORT ? settings.PORT : undefined;
  return [
    ...exceeds('WM_BUDGET', 'WM_MAX_BUDGET'),
    ...exceeds('WM_RATE_PER_HOUR', 'WM_MAX_RATE_PER_HOUR'),
    ...(port === undefined ? [] : [`  WM_METRICS_PORT="${port}" equals PORT. Choose another port.`]),
  ];
}

/** Compares digits: money is not compared as floating point numbers. */
function compareDecimals(a: string, b: string): number {
  const [unitsOfA, unitsOfB] = [a, b].map((text) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(9, '0'));
  }) as [bigint, bigint];
  return unitsOfA < unitsOfB ? -1 : unitsOfA > unitsOfB ? 1 : 0;
}

function formatValue(text: string | undefined, { secret }: Variable<unknown>): string {
  if (text === undefined) return '';
  return secret ? '=(not shown)' : `=${JSON.stringify(text.replace(/\/\/[^/]*@/, '//(not shown)@'))}`;
}

/** Valid settings that are probably not intended, as messages for the operator. */
export function collectWarnings(environment: Environment): string[] {
  const proxy = environment['WM_TRUST_PROXY']
    ? []
    : ['WM_TRUST_PROXY is not set: behind a proxy, all visitors share the rate limits of one address'];
  return [...findUnknownVariables(environment), ...proxy];
}

/**
 * Unknown variables with the provider's prefix, each with the most similar known one. They are reported but
 * not rejected: Kubernetes sets WM_…_SERVICE_HOST if a service is called wm-….
 */
export function findUnknownVariables(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('WM_') && !(name in VARIABLES))
    .map((name) => {
      const meant = nearestVariable(name);
      return `${name} is unknown${meant ? `; did you mean ${meant}?` : ''}`;
    });
}

/** The known variable that shares the most letter pairs with `name`, if there are enough. */
function nearestVariable(name: string): VariableName | undefined {
  const similarity = (other: string) => {
    const pairs = letterPairs(other);
    const common = letterPairs(name).filter((pair) => pairs.includes(pair)).length;
    return common / Math.max(pairs.length, letterPairs(name).length);
  };
  const names = Object.keys(VARIABLES) as VariableName[];
  const [nearest] = names.toSorted((a, b) => similarity(b) - similarity(a));
  return nearest !== undefined && similarity(nearest) >= 0.4 ? nearest : undefined;
}

function letterPairs(name: string): string[] {
  const letters = name.replace('WM_', '');
  return Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2));
}
