import { connect } from 'node:net';

/** Returns the response's status, or undefined when the wallet closes the connection without a response. */
export function sendRawForStatus(origin: string, text: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    let answer = '';
    const end = () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? NaN) || undefined);
    socket.setEncoding('latin1').on('data', (chunk) => (answer += chunk));
    // After a truncated body the wallet waits for the rest; any response has arrived by then.
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('close', end).on('error', () => undefined);
  });
}
