import { randomUUID } from 'node:crypto';

/**
 * The last segment of a new resource's URL. It is as long as on live servers, which include a tenant id. That
 * makes a list a third longer than UUIDs would, so size limits that work here work there.
 * @param now milliseconds since 1970.
 */
export function createResourceId(now: number): string {
  return `${new Date(now).toISOString().replace(/\D/g, '')}-${randomUUID()}`;
}
