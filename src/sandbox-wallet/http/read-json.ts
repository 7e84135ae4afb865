const MAX_DOCUMENT = 64 * 1024;

/**
 * A fetched document of at most 64 KiB. What is larger is given up while it is read: whoever answers chooses the size.
 * @throws Error when the document is too large, SyntaxError when it is not JSON.
 */
export async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream, and so ends the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_DOCUMENT) throw new Error(`The document is larger than ${MAX_DOCUMENT} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
