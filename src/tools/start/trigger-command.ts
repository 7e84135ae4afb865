import type { TriggeredPayment } from '../../provider/control/trigger-payment.js';
import { findSandbox } from './find-sandbox.js';
import { escapeControlCharacters } from './escape-control-characters.js';
import { readDemoPort } from './ports.js';
import { readArguments, readNumber, rejectPositionals, UsageError } from './read-arguments.js';

const TRIGGER_HELP = `Usage: wm trigger [options]

  Triggers a payment in an open page: the visitor of a running wm start pays a one-time amount, and the page gets the
  monetization event with its next tick, within about two seconds. No real money moves.

Options
  --amount 0.05    The amount in the visitor's currency.
  --link URL       The link of an open page, by its href or its wallet address. Default: the newest.
  --site ORIGIN    The origin of the page. Default: any.
  --times 1        The number of payments, one after the other.
  --port 4100      The port of wm start (also: the variable PORT).
  --json           Print one JSON object per payment.

Examples
  wm trigger
  wm trigger --amount 1.50 --site http://localhost:3000
  wm trigger --link http://localhost:4103/mxn --times 3
`;

const OPTIONS = {
  amount: { type: 'string', default: '0.05' },
  link: { type: 'string' },
  site: { type: 'string' },
  times: { type: 'string', default: '1' },
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Runs `wm trigger`.
 * @throws UsageError
 * @throws Error if there is no sandbox, no matching page, or no payment.
 */
export async function runTriggerCommand(args: string[], print: (line: string) => void): Promise<void> {
  const { values, positionals } = readArguments('trigger', args, OPTIONS);
  if (values.help) return print(TRIGGER_HELP.trimEnd());
  rejectPositionals('trigger', positionals);
  const { amount, link, site, port, json } = values;
  if (!/^\d{1,19}(\.\d{1,255})?$/.test(amount) || /^[0.]+$/.test(amount))
    throw new UsageError(`"--amount" must be a decimal number such as 0.05, got ${JSON.stringify(amount)}`);
  const times = readNumber('--times', values.times, 1, 1_000);
  const body = JSON.stringify({
    amount,
    ...(link !== undefined && { link: parseUrlOption('--link', link).href }),
    ...(site !== undefined && { site: parseUrlOption('--site', site).origin }),
  });

  const { provider } = await findSandbox(readDemoPort(port, process.env));
  for (let count = 0; count < times; count += 1) {
    const paid = await requestPayment(`${provider}/sandbox/payments`, body);
    print(json ? JSON.stringify(paid) : formatPayment(paid));
  }
}

function formatPayment({ amount, currency, link, site }: TriggeredPayment): string {
  return escapeControlCharacters(
    `${amount} ${currency} to ${link}: paid. The page at ${site} receives the event with its next tick.`,
  );
}

async function requestPayment(url: string, body: string): Promise<TriggeredPayment> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body }).catch(({ cause }: Error) => {
    throw new Error('The sandbox has stopped', { cause });
  });
  const answer = (await response.json()) as TriggeredPayment & ErrorResponse;
  if (response.ok) return answer;
  const { title, detail = title, fix } = answer;
  throw new Error(escapeControlCharacters(`${detail} ${fix}`));
}

interface ErrorResponse {
  title: string;
  detail?: string;
  fix: string;
}

function parseUrlOption(option: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new UsageError(
    `"${option}" must be a URL such as http://localhost:3000, got ${JSON.stringify(text)}`,
  );
}
