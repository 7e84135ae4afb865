import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateZlib } from 'node:zlib';
import { EgressError } from './egress-error.js';

const DECOMPRESSORS: Readonly<
  Record<string, (bytes: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>>
> = { gzip: promisify(gunzip), deflate: promisify(inflateZlib), br: promisify(brotliDecompress) };

/**
 * Decompresses a response body. Requests do not accept compression, but some servers use it anyway.
 * Decompression stops at `maxBytes`, because a small body can expand a thousandfold.
 * @throws EgressError `response-too-large`, `response-not-json`
 */
export async function decompressBody(
  bytes: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes;
  const decompress = Object.hasOwn(DECOMPRESSORS, encoding) ? DECOMPRESSORS[encoding] : undefined;
  if (!decompress) throw new EgressError('response-not-json', 'The content encoding is unknown.');
  try {
    return await decompress(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new EgressError(
      isTooLarge ? 'response-too-large' : 'response-not-json',
      isTooLarge
        ? `The decompressed response has more than ${maxBytes} bytes.`
        : 'The response cannot be decompressed.',
      { cause },
    );
  }
}
