const MAX_DOCUMENT_BYTES = 64 * 1024;

/**
 * Reads a JSON document of at most 64 KiB. Stops reading a larger one: the remote server controls the size.
 * @throws Error if the document is too large, SyntaxError if it is not JSON.
 */
export async function readLimitedJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream and closes the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES)
      throw new Error(`The document is larger than ${MAX_DOCUMENT_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
