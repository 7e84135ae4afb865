import { randomUUID } from 'node:crypto';

/**
 * The last part of a new resource's URL. Live servers have a tenant's id in theirs, which makes a page of a list a third longer than a UUID alone would: what
 * reads the sandbox's pages reads theirs.
 * @param now milliseconds since 1970.
 */
export function resourceName(now: number): string {
  return `${new Date(now).toISOString().replace(/\D/g, '')}-${randomUUID()}`;
}
