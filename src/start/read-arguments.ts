import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** A mistake on the command line: exits 2. */
export class UsageError extends TypeError {
  override readonly name = 'UsageError';
}

type Read<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>;

/** What stands behind `wm <command>`. @throws UsageError with one line, which names the command's help. */
export function readArguments<Known extends Options>(
  command: string,
  args: string[],
  options: Known,
): Read<Known> {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // What follows the first sentence is for people who pass dashes on purpose.
    const [what] = (error as Error).message.split(/\. |\n/, 1);
    throw new UsageError(`${what?.replace(/\.$/, '')}. Try: wm ${command} --help`);
  }
}

/** @throws UsageError */
export function readNumber(option: string, text: string, from: number, to: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= from && number <= to) return number;
  throw new UsageError(`"${option}" must be a number from ${from} to ${to}, got ${JSON.stringify(text)}`);
}

/** @throws UsageError when anything stands there that is no option. */
export function refusePositionals(command: string, positionals: readonly string[]): void {
  if (positionals.length === 0) return;
  throw new UsageError(`unknown: ${JSON.stringify(positionals.join(' '))}. Try: wm ${command} --help`);
}
