import { connect } from 'node:net';

/** Status of the answer, or undefined when the wallet ended the connection without one. */
export function sendRaw(origin: string, text: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    let answer = '';
    const end = () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? NaN) || undefined);
    socket.setEncoding('latin1').on('data', (chunk) => (answer += chunk));
    // A body that was cut short keeps the wallet waiting; the answer, if there is one, is there by then.
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('close', end).on('error', () => undefined);
  });
}
