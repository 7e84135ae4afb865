import type { IncomingHttpHeaders } from 'node:http';
import type { SandboxWallet } from '../core/wallet.js';

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
  /** Values that earlier steps have set, see {@link get}. */
  readonly values: Map<ContextKey<unknown>, unknown>;
}

/** The key of a value that one step sets for later steps. */
export interface ContextKey<Value> {
  readonly name: string;
  /** Never set. It only binds the type `Value` to the key. */
  readonly value?: Value;
}

export function set<Value>(exchange: Exchange, key: ContextKey<Value>, value: Value): void {
  exchange.values.set(key, value);
}

/**
 * The value that an earlier step has set.
 * @throws Error if the table of operations lacks that step.
 */
export function get<Value>(exchange: Exchange, key: ContextKey<Value>): Value {
  if (!exchange.values.has(key)) throw new Error(`No step has set "${key.name}"`);
  return exchange.values.get(key) as Value;
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
