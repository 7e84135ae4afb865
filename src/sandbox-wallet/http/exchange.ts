import type { IncomingHttpHeaders } from 'node:http';
import type { Wallet } from '../wallet.js';

export interface WalletRequest {
  readonly method: string;
  /** `@target-uri`: the configured origin and the path as sent. The Host header has no say. */
  readonly targetUri: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly rawBody: Buffer;
  readonly body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
}

/** An answer with the headers that it needs. */
export type FullAnswer = Answer & { readonly headers?: Record<string, string> };

/** One request on its way through the named steps of its operation. */
export interface Exchange {
  readonly wallet: Wallet;
  readonly request: WalletRequest;
  answer: Answer;
  /** What earlier steps have found out, see {@link found}. */
  readonly facts: Map<Fact<unknown>, unknown>;
}

/** A key under which one step leaves a fact for those after it. */
export interface Fact<Value> {
  readonly name: string;
  /** Never set: it only ties `Value` to the key. */
  readonly value?: Value;
}

export function leave<Value>(exchange: Exchange, fact: Fact<Value>, value: Value): void {
  exchange.facts.set(fact, value);
}

/** The fact that an earlier step left; throws when the table of operations forgot that step. */
export function found<Value>(exchange: Exchange, fact: Fact<Value>): Value {
  if (!exchange.facts.has(fact)) throw new Error(`No step has left "${fact.name}"`);
  return exchange.facts.get(fact) as Value;
}

/** One rule or one effect. It refuses by throwing; `'answered'` ends the operation early. */
export type Step = (exchange: Exchange) => StepResult | Promise<StepResult>;
type StepResult = 'answered' | void;

/** A row of a server: the operation as its OpenAPI document names it, and its steps in order. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly steps: readonly Step[];
}
