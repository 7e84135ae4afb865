/** Metadata is the client's own: kept as text, never looked into. */
export function writeMetadata(metadata: unknown): string | null {
  return metadata === undefined ? null : JSON.stringify(metadata);
}

export function readMetadata(metadata: string | null): { metadata?: Record<string, unknown> } {
  return metadata === null ? {} : { metadata: JSON.parse(metadata) as Record<string, unknown> };
}
