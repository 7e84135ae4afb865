import type { FastifyInstance } from 'fastify';
import type { Double } from '../doubles/double.js';
import { type DoubleName, DOUBLES, isDoubleName } from '../doubles/doubles.js';
import type { Switching } from '../doubles/switches.js';
import type { Wallet } from '../wallet.js';
import { ControlError } from './control-error.js';
import { readMember } from './read-member.js';

/** `PUT /sandbox/doubles/lost-201 {"times": 1}` and back: how the wallet is to misbehave. */
export function serveSwitches(server: FastifyInstance, { doubles }: Wallet): void {
  const describe = () => ({
    doubles: Object.entries(DOUBLES).map(([name, { does, at }]: [string, Double]) => {
      const switching = doubles.playing.get(name as DoubleName);
      return { name, does, ...(at && { at }), on: switching !== undefined, ...switching };
    }),
  });

  server.get('/doubles', async () => describe());
  server.put<{ Params: { name: string } }>('/doubles/:name', async (request) => {
    const name = readName(request.params.name);
    doubles.on(name, readSwitching(request.body, DOUBLES[name]));
    return describe();
  });
  server.delete<{ Params: { name: string } }>('/doubles/:name', async (request) => {
    doubles.off(readName(request.params.name));
    return describe();
  });
  server.delete('/doubles', async () => {
    for (const name of doubles.playing.keys()) doubles.off(name);
    return describe();
  });
}

function readName(name: string): DoubleName {
  if (isDoubleName(name)) return name;
  throw new ControlError(404, 'double-unknown', `There are ${Object.keys(DOUBLES).join(', ')}`);
}

function readSwitching(body: unknown, { at }: Double): Switching {
  const [times, operation] = [readMember(body, 'times'), readMember(body, 'operation')];
  if (times !== undefined && !(Number.isSafeInteger(times) && (times as number) > 0)) {
    throw new ControlError(400, 'times-invalid', '"times" must be a whole number from 1');
  }
  if (operation !== undefined && (typeof operation !== 'string' || (at && !at.includes(operation)))) {
    throw new ControlError(
      400,
      'operation-invalid',
      `"operation" must be ${at?.join(', ') ?? 'such as POST /quotes'}`,
    );
  }
  return {
    ...(times !== undefined && { times: times as number }),
    ...(operation !== undefined && { operation: operation as string }),
  };
}
