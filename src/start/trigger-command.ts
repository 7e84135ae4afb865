import type { TriggeredPayment } from '../provider/control/serve-payments.js';
import { defaultPort, findSandbox } from './find-sandbox.js';
import { printable } from './printable.js';
import { readArguments, readNumber, refusePositionals, UsageError } from './read-arguments.js';

export const TRIGGER_HELP = `Usage: wm trigger [options]

  Makes a payment happen in an open page, now: the visitor of a running wm start pays an extra amount, and the page gets its
  monetization event within a tick, about two seconds. No real money moves.

Options
  --amount 0.05    How much, in the visitor's currency.
  --link URL       To this link of an open page: its href, or the wallet address behind it. Default: the newest.
  --site ORIGIN    In a page of this origin. Default: any.
  --times 1        So many payments, one after the other.
  --port 4100      The port of wm start (also: the variable PORT).
  --json           One JSON object a payment.

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

/** `wm trigger`. @throws UsageError; Error when there is no sandbox, no such page, or no payment. */
export async function runTriggerCommand(args: string[], print: (line: string) => void): Promise<void> {
  const { values, positionals } = readArguments('trigger', args, OPTIONS);
  if (values.help) return print(TRIGGER_HELP.trimEnd());
  refusePositionals('trigger', positionals);
  const { amount, link, site, port = defaultPort(process.env), json } = values;
  if (!/^\d{1,19}(\.\d{1,255})?$/.test(amount) || /^[0.]+$/.test(amount))
    throw new UsageError(`"--amount" must be a decimal number such as 0.05, got ${JSON.stringify(amount)}`);
  const times = readNumber('--times', values.times, 1, 1_000);
  const body = JSON.stringify({
    amount,
    ...(link !== undefined && { link: readUrl('--link', link).href }),
    ...(site !== undefined && { site: readUrl('--site', site).origin }),
  });

  const { provider } = await findSandbox(readNumber('--port', port, 1, 65_535));
  for (let count = 0; count < times; count += 1) {
    const paid = await pay(`${provider}/sandbox/payments`, body);
    print(json ? JSON.stringify(paid) : lineOf(paid));
  }
}

function lineOf({ amount, currency, link, site }: TriggeredPayment): string {
  return printable(
    `${amount} ${currency} to ${link}: paid. The page at ${site} hears of it with its next tick.`,
  );
}

async function pay(url: string, body: string): Promise<TriggeredPayment> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body }).catch(({ cause }: Error) => {
    throw new Error('The sandbox has gone', { cause });
  });
  const answer = (await response.json()) as TriggeredPayment & Refusal;
  if (response.ok) return answer;
  const { title, detail = title, fix } = answer;
  throw new Error(printable(`${detail} ${fix}`));
}

interface Refusal {
  title: string;
  detail?: string;
  fix: string;
}

function readUrl(option: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new UsageError(
    `"${option}" must be a URL such as http://localhost:3000, got ${JSON.stringify(text)}`,
  );
}
