import { setTimeout } from 'node:timers/promises';
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';
import type { PageEvent } from '../../provider/control/page-events.js';
import { findSandbox } from './find-sandbox.js';
import { escapeControlCharacters } from './escape-control-characters.js';
import { readDemoPort } from './ports.js';
import { readArguments, rejectPositionals } from './read-arguments.js';

const LISTEN_HELP = `Usage: wm listen [options]

  Prints the events of all open pages that use the provider of a running wm start, one per line: time, site, link, event, and
  the amount or the error. Reconnects after a restart of the sandbox. Press Ctrl-C to stop.

Options
  --json           Print one JSON object per line.
  --port 4100      The port of wm start (also: the variable PORT).

Events
  connection       A page has requested its connection. Prints the state: active, new, …
  load             The wallet address of a link is valid. (Nothing is paid yet.)
  monetization     A payment, as the page receives it.
  error            An error: its code, message and fix.
  end              A link or its page was removed.

Examples
  wm listen
  wm listen --json | jq 'select(.event == "monetization").amount'
`;

const OPTIONS = {
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const RETRY_INTERVAL_MS = 1_000;

export interface ListenOptions {
  print(line: string): void;
  /** Progress and error messages, which are not part of the output. */
  log(line: string): void;
  /** Aborted to stop the command. */
  signal: AbortSignal;
}

/**
 * Runs `wm listen` until the signal is aborted.
 * @throws UsageError
 * @throws Error if no sandbox is running at the start.
 */
export async function runListenCommand(args: string[], { print, log, signal }: ListenOptions): Promise<void> {
  const { values, positionals } = readArguments('listen', args, OPTIONS);
  if (values.help) return print(LISTEN_HELP.trimEnd());
  rejectPositionals('listen', positionals);
  const port = readDemoPort(values.port, process.env);

  let events = await openEvents(port, signal);
  log(`wm: listening to the sandbox on port ${port}. Press Ctrl-C to stop`);
  for (;;) {
    try {
      for await (const { data } of events) {
        print(values.json ? data : formatEvent(JSON.parse(data) as PageEvent));
      }
    } catch {
      // A broken connection is handled like a closed one.
    }
    if (signal.aborted) return;
    log('wm: the sandbox has stopped. Waiting for it');
    const reopened = await waitForSandbox(port, signal);
    if (reopened === null) return;
    events = reopened;
    log('wm: the sandbox is back');
  }
}

/** @returns null if the signal is aborted first. */
async function waitForSandbox(port: number, signal: AbortSignal): Promise<EventStream | null> {
  while (!signal.aborted) {
    try {
      await setTimeout(RETRY_INTERVAL_MS, undefined, { signal });
      return await openEvents(port, signal);
    } catch {
      // Not started yet.
    }
  }
  return null;
}

type EventStream = AsyncIterable<EventSourceMessage>;

async function openEvents(port: number, signal: AbortSignal): Promise<EventStream> {
  const { provider } = await findSandbox(port);
  const headers = { accept: 'text/event-stream' };
  const response = await fetch(`${provider}/sandbox/events`, { headers, signal });
  if (response.ok && response.body)
    return response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  throw new Error(
    `The provider of the sandbox on port ${port} responds with ${response.status}. Is it the same version?`,
  );
}

export function formatEvent(event: PageEvent): string {
  const { at, site, link = '-' } = event;
  const time = new Date(at).toTimeString().slice(0, 8) + at.slice(19, 23);
  return escapeControlCharacters(
    [time, site, link, event.event, formatEventDetail(event)].join('  ').trimEnd(),
  );
}

function formatEventDetail(event: PageEvent): string {
  if (event.event === 'monetization') return `${event.amount} ${event.currency}`;
  if (event.event === 'error') return `${event.code}: ${event.message} ${event.fix}`;
  return event.event === 'connection' ? event.state : '';
}
