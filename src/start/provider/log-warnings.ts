import type { FastifyBaseLogger } from 'fastify';

/** Warnings of Node.js and of packages become lines of the log: whoever reads the output of a service reads lines of JSON. */
export function logWarnings(logger: FastifyBaseLogger): void {
  // Node.js's own listener, which prints them.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => logger.warn({ warning: name }, message));
}
