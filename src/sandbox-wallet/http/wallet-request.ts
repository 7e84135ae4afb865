import type { IncomingHttpHeaders } from 'node:http';

export interface WalletRequest {
  readonly method: string;
  /** `@target-uri`: the configured origin and the request's path. The Host header is ignored. */
  readonly targetUri: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly rawBody: Buffer;
  readonly body: unknown;
}

export interface WalletResponse {
  status: number;
  body?: unknown;
}

/** A response with headers. */
export type WalletResponseWithHeaders = WalletResponse & { readonly headers?: Record<string, string> };
