import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import { MAX_URL_LENGTH, MAX_HEADERS } from './limits.js';

/**
 * Runs before anything else reads the request. The HTTP parser limits the total size of the headers.
 * @throws RelayProblem `headers-too-large`
 */
export async function checkRequestSize({ raw, url }: FastifyRequest): Promise<void> {
  if (url.length > MAX_URL_LENGTH) throw new RelayProblem('url-too-long');
  // `rawHeaders` alternates names and values.
  if (raw.rawHeaders.length > 2 * MAX_HEADERS) throw new RelayProblem('headers-too-large');
}
