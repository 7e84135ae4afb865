import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import { LONGEST_URL, MOST_HEADERS } from './limits.js';

/** Before anything of the request is looked at. How large the headers may be together, the HTTP parser checks. */
export async function checkSize({ raw, url }: FastifyRequest): Promise<void> {
  if (url.length > LONGEST_URL) throw new RelayProblem('url-too-long');
  // Names and values take turns in it.
  if (raw.rawHeaders.length > 2 * MOST_HEADERS) throw new RelayProblem('headers-too-large');
}
