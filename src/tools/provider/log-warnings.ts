import type { FastifyBaseLogger } from 'fastify';

/** Logs warnings of Node.js and of packages as JSON, like the rest of the output. */
export function logWarnings(logger: FastifyBaseLogger): void {
  // Removes Node.js's own listener, which prints warnings as text.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => logger.warn({ warning: name }, message));
}
