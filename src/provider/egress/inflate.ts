import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateZlib } from 'node:zlib';
import { EgressError } from './egress-error.js';

const DECODERS: Readonly<
  Record<string, (bytes: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>>
> = { gzip: promisify(gunzip), deflate: promisify(inflateZlib), br: promisify(brotliDecompress) };

/**
 * The bytes of a body that came compressed, though nobody asked for that. It stops at `limit` bytes: ten megabytes can hold ten gigabytes of nothing.
 * @throws EgressError `answer-too-large`, `answer-not-json`
 */
export async function inflate(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decode) throw new EgressError('answer-not-json', 'The answer comes in an unknown encoding.');
  try {
    return await decode(bytes, { maxOutputLength: limit });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new EgressError(
      isTooLarge ? 'answer-too-large' : 'answer-not-json',
      'The answer does not decompress to a few bytes.',
      { cause },
    );
  }
}
