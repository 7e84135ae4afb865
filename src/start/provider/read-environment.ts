import { Mistake } from './mistake.js';
import { type Settings, type Variable, type VariableName, VARIABLES } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with an environment, at once, in lines for a person. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(`${count} in the environment\n\n${mistakes.join('\n')}\n\nAll variables: wm provider --help`);
  }
}

// https://12factor.net/config
/** @throws EnvironmentError naming every mistake. An empty variable is one that is not set. */
export function readEnvironment(environment: Environment): Settings {
  const mistakes: string[] = [];
  const values = Object.entries<Variable<unknown>>(VARIABLES).map(([name, variable]) => {
    const text = environment[name] || undefined;
    try {
      if (variable.required && text === undefined) throw new Mistake('is missing', variable.meaning);
      return [name, variable.read(text)];
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      mistakes.push(`  ${name}${show(text, variable)} ${error.message}. ${error.fix.replace(/\.$/, '')}.`);
      return [name, undefined];
    }
  });
  const settings = Object.fromEntries(values) as Settings;
  if (mistakes.length === 0) mistakes.push(...findContradictions(settings));
  if (mistakes.length > 0) throw new EnvironmentError(mistakes);
  return settings;
}

function findContradictions(settings: Settings): string[] {
  const exceeds = (
    proposed: 'WM_BUDGET' | 'WM_RATE_PER_HOUR',
    most: 'WM_MAX_BUDGET' | 'WM_MAX_RATE_PER_HOUR',
  ) =>
    compareDecimals(settings[proposed], settings[most]) > 0
      ? [
          `  ${proposed}="${settings[proposed]}" is more than ${most}="${settings[most]}". Lower it, or raise that.`,
        ]
      : [];
  const port = settings.PORT === settings.WM_METRICS_PORT ? settings.PORT : undefined;
  return [
    ...exceeds('WM_BUDGET', 'WM_MAX_BUDGET'),
    ...exceeds('WM_RATE_PER_HOUR', 'WM_MAX_RATE_PER_HOUR'),
    ...(port === undefined ? [] : [`  WM_METRICS_PORT="${port}" is PORT, too. Write another.`]),
  ];
}

/** Digits by digits: money is not compared as doubles. */
function compareDecimals(a: string, b: string): number {
  const [unitsOfA, unitsOfB] = [a, b].map((text) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(9, '0'));
  }) as [bigint, bigint];
  return unitsOfA < unitsOfB ? -1 : unitsOfA > unitsOfB ? 1 : 0;
}

function show(text: string | undefined, { secret }: Variable<unknown>): string {
  if (text === undefined) return '';
  return secret ? '=(not shown)' : `=${JSON.stringify(text.replace(/\/\/[^/]*@/, '//(not shown)@'))}`;
}

/** What is no mistake and probably not meant, in lines for the operator. */
export function findOddities(environment: Environment): string[] {
  const proxy = environment['WM_TRUST_PROXY']
    ? []
    : ['WM_TRUST_PROXY is not set: behind a proxy all visitors count as one address, and share its limits'];
  return [...findUnknownVariables(environment), ...proxy];
}

/**
 * Variables that look like the provider's and are not, each with the one that was probably meant. They are named, not refused: Kubernetes
 * sets WM_…_SERVICE_HOST where a service is called wm-….
 */
export function findUnknownVariables(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('WM_') && !(name in VARIABLES))
    .map((name) => {
      const meant = nearestTo(name);
      return `${name} is not known${meant ? `; did you mean ${meant}?` : ''}`;
    });
}

/** The variable that has most pairs of letters in common with `name`, if they are many. */
function nearestTo(name: string): VariableName | undefined {
  const similarity = (other: string) => {
    const pairs = pairsOf(other);
    const common = pairsOf(name).filter((pair) => pairs.includes(pair)).length;
    return common / Math.max(pairs.length, pairsOf(name).length);
  };
  const names = Object.keys(VARIABLES) as VariableName[];
  const [nearest] = names.toSorted((a, b) => similarity(b) - similarity(a));
  return nearest !== undefined && similarity(nearest) >= 0.4 ? nearest : undefined;
}

function pairsOf(name: string): string[] {
  const letters = name.replace('WM_', '');
  return Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2));
}
