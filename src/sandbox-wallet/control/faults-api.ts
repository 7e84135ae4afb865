import type { FastifyInstance } from 'fastify';
import type { Fault } from '../faults/fault.js';
import { type FaultName, FAULTS, isFaultName } from '../faults/fault-catalog.js';
import type { FaultOptions } from '../faults/active-faults.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { ControlError } from './control-error.js';
import { readMember } from './read-member.js';

/** `PUT /sandbox/faults/drop-after-create {"times": 1}` injects a fault, and `DELETE` clears it. */
export function serveFaults(server: FastifyInstance, { faults }: SandboxWallet): void {
  const describe = () => ({
    faults: Object.entries(FAULTS).map(([name, { description, operations }]: [string, Fault]) => {
      const options = faults.active.get(name as FaultName);
      return {
        name,
        description,
        ...(operations && { operations }),
        active: options !== undefined,
        ...options,
      };
    }),
  });

  server.get('/faults', async () => describe());
  server.put<{ Params: { name: string } }>('/faults/:name', async (request) => {
    const name = readFaultName(request.params.name);
    faults.activate(name, readFaultOptions(request.body, FAULTS[name]));
    return describe();
  });
  server.delete<{ Params: { name: string } }>('/faults/:name', async (request) => {
    faults.deactivate(readFaultName(request.params.name));
    return describe();
  });
  server.delete('/faults', async () => {
    for (const name of faults.active.keys()) faults.deactivate(name);
    return describe();
  });
}

function readFaultName(name: string): FaultName {
  if (isFaultName(name)) return name;
  throw new ControlError(404, 'fault-unknown', `Known faults: ${Object.keys(FAULTS).join(', ')}`);
}

function readFaultOptions(body: unknown, { operations }: Fault): FaultOptions {
  const [times, operation] = [readMember(body, 'times'), readMember(body, 'operation')];
  if (times !== undefined && !(Number.isSafeInteger(times) && (times as number) > 0)) {
    throw new ControlError(400, 'times-invalid', '"times" must be a positive integer');
  }
  if (
    operation !== undefined &&
    (typeof operation !== 'string' || (operations && !operations.includes(operation)))
  ) {
    throw new ControlError(
      400,
      'operation-invalid',
      `"operation" must be ${operations?.join(', ') ?? 'an operation such as POST /quotes'}`,
    );
  }
  return {
    ...(times !== undefined && { times: times as number }),
    ...(operation !== undefined && { operation: operation as string }),
  };
}
