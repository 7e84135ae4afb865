// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
/**
 * Yields the data of each event of a stream. Ignores names and ids of events, which the sandbox does not
 * send.
 */
export async function* readServerSentEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const chunk of stream) {
    buffer += decoder.decode(chunk, { stream: true });
    const events = buffer.split(/\r?\n\r?\n/);
    buffer = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.replace(/^data: ?/, ''));
      if (data.length > 0) yield data.join('\n');
    }
  }
}
