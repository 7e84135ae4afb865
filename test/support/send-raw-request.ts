import { connect } from 'node:net';

export interface RawResponse {
  status: number;
  /** Status line and headers, unparsed. */
  head: string;
  body: string;
}

/** Sends `request` unchanged, and returns the first response. */
export function sendRawRequest(origin: string, request: string): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8').on('data', (data) => {
      answer += data;
      const [head = '', body] = answer.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      socket.destroy();
      resolve({ status: Number(head.split(' ')[1]), head, body });
    });
    socket.on('error', reject).on('close', () => reject(new Error(`no response: ${answer}`)));
  });
}
