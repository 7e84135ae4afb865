import { existsSync, readFileSync } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

/**
 * Calls a running sandbox wallet on this machine.
 * @returns the response as formatted JSON.
 * @throws Error with the wallet's message if it rejects the call, or if no wallet responds.
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
          new Error(
            `No sandbox wallet responds on port ${port} (${cause.message}). ${suggestFix(cause, tls)}`,
          ),
        ),
      )
      .end(body && JSON.stringify(body));
  });
  // Invalid JSON means that another program uses the port.
  const answer = (await json(response).catch(() => undefined)) as ControlResponse | undefined;
  const { statusCode = 0 } = response;
  if (answer === undefined || (statusCode >= 400 && typeof answer.error?.description !== 'string')) {
    throw new Error(`The server on port ${port} is not a sandbox wallet (status ${statusCode}). Set --port`);
  }
  if (answer.error) throw new Error(answer.error.description);
  return `${JSON.stringify(answer, null, 2)}\n`;
}

interface ControlResponse {
  readonly error?: { readonly description?: string };
}

/** With the wrong protocol the server closes the connection. */
function suggestFix({ code = '' }: NodeJS.ErrnoException, tls: boolean): string {
  if (code !== 'ECONNRESET' && code !== 'EPROTO') return 'Start one with: wm sandbox';
  return tls ? 'If it uses http, omit --tls' : 'If it uses https, add --tls';
}
