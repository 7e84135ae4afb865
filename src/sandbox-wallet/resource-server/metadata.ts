/** Metadata belongs to the client. It is stored as text and never interpreted. */
export function serializeMetadata(metadata: unknown): string | null {
  return metadata === undefined ? null : JSON.stringify(metadata);
}

export function parseMetadata(metadata: string | null): { metadata?: Record<string, unknown> } {
  return metadata === null ? {} : { metadata: JSON.parse(metadata) as Record<string, unknown> };
}
