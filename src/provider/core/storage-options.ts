/** Where the provider keeps its data, and the key that encrypts it. */
export interface StorageOptions {
  /** Folder for database and keys (created with mode 0700), or null to keep everything in memory. */
  dataDirectory: string | null;
  /** `postgres://…`: the database, for one or more nodes. Default: a SQLite file in `dataDirectory`. */
  databaseUrl?: string | undefined;
  /**
   * Encrypts every token and key in the database: 32 bytes as base64url, the same for all nodes. In a list,
   * the first key encrypts and every key decrypts. Default: a file in `dataDirectory`.
   */
  secretKey?: string | readonly string[] | undefined;
}
