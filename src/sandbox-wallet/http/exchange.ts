import type { IncomingHttpHeaders } from 'node:http';
import type { StepValues } from '../../server/step-values.js';
import type { SandboxWallet } from '../core/wallet.js';

export { type ContextKey, get, set } from '../../server/step-values.js';

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

/** A request while it passes through the steps of its operation. */
export interface Exchange {
  readonly wallet: SandboxWallet;
  readonly request: WalletRequest;
  response: WalletResponse;
  readonly values: StepValues;
}

/** One check or one effect. It rejects by throwing. `'responded'` ends the operation early. */
export type Step = (exchange: Exchange) => StepResult | Promise<StepResult>;
type StepResult = 'responded' | void;

/** An operation of a server, named as in its OpenAPI document, with its steps in order. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly steps: readonly Step[];
}
