import type { FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify';
import type { RelayErrorCode } from '../../protocol/error-codes.js';
import type { StepValues } from '../../server/step-values.js';
import type { ProviderServices } from '../services/provider-services.js';

/** A request while it passes through the steps of its call. */
export interface RelayExchange {
  readonly services: ProviderServices;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly values: StepValues;
}

/** One check or one effect. It rejects by throwing. The last step sends the response. */
export type RelayStep = (exchange: RelayExchange) => void | Promise<void>;

/** A call of the relay, with its steps in order. */
export interface RelayCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  /** Error codes of this call, in addition to the common ones. */
  readonly problems?: RelayErrorCode[];
  /** The call starts new work, and may be rejected under load. */
  readonly isNewWork?: boolean;
  readonly schema: FastifySchema;
  readonly steps: readonly RelayStep[];
}

/**
 * Stands for what Fastify and the hooks of routes.ts do after the steps before it: they parse and validate
 * the request, and look for the stored response of its `Idempotency-Key`.
 */
export const validateRequest: RelayStep = () => undefined;

export function toRoute(call: RelayCall, services: ProviderServices): RouteOptions {
  const { method, url, summary, problems = [], isNewWork = false, schema, steps } = call;
  const validation = steps.indexOf(validateRequest);
  const [before, after] = [steps.slice(0, Math.max(0, validation)), steps.slice(validation + 1)];
  const run = async (some: readonly RelayStep[], request: FastifyRequest, reply: FastifyReply) => {
    const exchange: RelayExchange = { services, request, reply, values: new Map() };
    for (const step of some) await step(exchange);
  };
  return {
    ...{ method, url, schema, config: { summary, problems, isNewWork } },
    onRequest: (request, reply) => run(before, request, reply),
    handler: async (request, reply) => {
      await run(after, request, reply);
      return reply;
    },
  };
}
