import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** An error in the command line. Exits with 2. */
export class UsageError extends TypeError {
  override readonly name = 'UsageError';
}

type ParsedArguments<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>;

/**
 * Parses the arguments after `wm <command>`.
 * @throws UsageError with one line, which refers to the command's help.
 */
export function readArguments<Known extends Options>(
  command: string,
  args: string[],
  options: Known,
): ParsedArguments<Known> {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // The sentences after the first one explain arguments that start with a dash.
    const [reason] = (error as Error).message.split(/\. |\n/, 1);
    throw new UsageError(`${reason?.replace(/\.$/, '')}. Try: wm ${command} --help`);
  }
}

/** @throws UsageError */
export function readNumber(option: string, text: string, minimum: number, maximum: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `"${option}" must be a number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}`,
  );
}

/** @throws UsageError if there are arguments that are not options. */
export function rejectPositionals(command: string, positionals: readonly string[]): void {
  if (positionals.length === 0) return;
  throw new UsageError(
    `unknown argument: ${JSON.stringify(positionals.join(' '))}. Try: wm ${command} --help`,
  );
}
