import { getParams } from '../../server/validated-request.js';
import { RelayTraceSchema, TraceParamsSchema } from '../core/message-schemas.js';
import { toPageKey } from '../trace/trace-requests.js';
import type { Trace } from '../trace/trace.js';
import { checkPageOrigin, checkPageProof } from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

/** Returns the wallet requests that were made for this page. Available only in a sandbox. */
export function getTrace(trace: Trace): RelayCall {
  const respondWithTrace: RelayStep = ({ request, reply }) => {
    const { after } = getParams(request, TraceParamsSchema);
    void reply.send(trace.read(toPageKey(request), after));
  };
  return {
    method: 'GET',
    url: '/relay/trace/:after',
    summary: 'In a sandbox: get the wallet requests made for this page, without secrets',
    schema: { params: TraceParamsSchema, response: { 200: RelayTraceSchema } },
    steps: [checkPageOrigin, checkPageProof, validateRequest, respondWithTrace],
  };
}
