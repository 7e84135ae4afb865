import { existsSync, readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';

/**
 * Asks a running sandbox wallet on this machine. Answers what it says, ready to be printed.
 * @throws Error with the wallet's own words when it refuses, or when nobody is there.
 */
export async function callSandbox(
  { port, tls, dataDirectory }: { port: number; tls: boolean; dataDirectory: string },
  method: string,
  path: string,
  body?: object,
): Promise<string> {
  const certificate = join(dataDirectory, 'tls', 'localhost.crt');
  const options = {
    host: 'localhost',
    port,
    path,
    method,
    ...(body && { headers: { 'content-type': 'application/json' } }),
    ...(tls && existsSync(certificate) && { ca: readFileSync(certificate) }),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = tls ? requestHttps(options, resolve) : requestHttp(options, resolve);
    request
      .on('error', (cause) =>
        reject(
          new Error(`No sandbox wallet answers at port ${port} (${cause.message}). ${wayOut(cause, tls)}`),
        ),
      )
      .end(body && JSON.stringify(body));
  });
  // Not JSON: whoever it is, it is no sandbox wallet, which is what the caller is told.
  const answer = (await json(response).catch(() => undefined)) as Answer | undefined;
  const { statusCode = 0 } = response;
  if (answer === undefined || (statusCode >= 400 && typeof answer.error?.description !== 'string')) {
    throw new Error(
      `What answers at port ${port} is no sandbox wallet (status ${statusCode}). Name its --port`,
    );
  }
  if (answer.error) throw new Error(answer.error.description);
  return `${JSON.stringify(answer, null, 2)}\n`;
}

interface Answer {
  readonly error?: { readonly description?: string };
}

/** Who speaks http to https, or the other way round, is hung up on. */
function wayOut({ code = '' }: NodeJS.ErrnoException, tls: boolean): string {
  if (code !== 'ECONNRESET' && code !== 'EPROTO') return 'Start one: wm sandbox';
  return tls ? 'Does it speak http? Then without --tls' : 'Does it speak https? Then with --tls';
}
