import { setTimeout } from 'node:timers/promises';
import type { PageEvent } from '../provider/control/page-events.js';
import { defaultPort, findSandbox } from './find-sandbox.js';
import { printable } from './printable.js';
import { readArguments, readNumber, refusePositionals } from './read-arguments.js';
import { readServerSentEvents } from './server-sent-events.js';

export const LISTEN_HELP = `Usage: wm listen [options]

  Prints what happens in all open pages that the provider of a running wm start serves, one line each: time, site, link, event, and
  the amount or the error. When the sandbox restarts, it goes on. Ctrl-C ends it.

Options
  --json           One JSON object a line.
  --port 4100      The port of wm start (also: the variable PORT).

Events
  connection       A page has asked the provider, and what its connection is: active, new, …
  load             The wallet address of a link is one. (Nothing is paid yet.)
  monetization     A payment, as the page is told of it.
  error            What failed: its code, what happened, what to do.
  end              A link has gone, or its page.

Examples
  wm listen
  wm listen --json | jq 'select(.event == "monetization").amount'
`;

const OPTIONS = {
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const TRY_AGAIN_AFTER = 1_000;

export interface Listening {
  print(line: string): void;
  /** For people: not part of the output. */
  say(line: string): void;
  /** Aborted when it is to end. */
  signal: AbortSignal;
}

/** `wm listen`: until it is told to end. @throws UsageError; Error when there is no sandbox from the start. */
export async function runListenCommand(args: string[], { print, say, signal }: Listening): Promise<void> {
  const { values, positionals } = readArguments('listen', args, OPTIONS);
  if (values.help) return print(LISTEN_HELP.trimEnd());
  refusePositionals('listen', positionals);
  const port = readNumber('--port', values.port ?? defaultPort(process.env), 1, 65_535);

  let events = await openEvents(port, signal);
  say(`wm: listening to the sandbox at port ${port}. Ctrl-C ends this`);
  for (;;) {
    try {
      for await (const data of readServerSentEvents(events)) {
        print(values.json ? data : lineOf(JSON.parse(data) as PageEvent));
      }
    } catch {
      // The connection broke off, which is one way to end.
    }
    if (signal.aborted) return;
    say('wm: the sandbox has gone. Waiting for it');
    const again = await waitForSandbox(port, signal);
    if (again === null) return;
    events = again;
    say('wm: the sandbox is back');
  }
}

/** @returns null when it is to end before. */
async function waitForSandbox(port: number, signal: AbortSignal): Promise<Stream | null> {
  while (!signal.aborted) {
    try {
      await setTimeout(TRY_AGAIN_AFTER, undefined, { signal });
      return await openEvents(port, signal);
    } catch {
      // Not there yet.
    }
  }
  return null;
}

type Stream = AsyncIterable<Uint8Array>;

async function openEvents(port: number, signal: AbortSignal): Promise<Stream> {
  const { provider } = await findSandbox(port);
  const headers = { accept: 'text/event-stream' };
  const response = await fetch(`${provider}/sandbox/events`, { headers, signal });
  if (response.ok && response.body) return response.body;
  throw new Error(
    `The provider of the sandbox at port ${port} answers ${response.status}. Is it of this version?`,
  );
}

export function lineOf(event: PageEvent): string {
  const { at, site, link = '-' } = event;
  const time = new Date(at).toTimeString().slice(0, 8) + at.slice(19, 23);
  return printable([time, site, link, event.event, detailOf(event)].join('  ').trimEnd());
}

function detailOf(event: PageEvent): string {
  if (event.event === 'monetization') return `${event.amount} ${event.currency}`;
  if (event.event === 'error') return `${event.code}: ${event.message} ${event.fix}`;
  return event.event === 'connection' ? event.state : '';
}
