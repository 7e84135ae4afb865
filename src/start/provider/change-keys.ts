import { resealSecrets } from '../../provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../provider/keys/rotate-client-key.js';
import { withStoredKeys } from '../../provider/keys/with-stored-keys.js';
import type { ProviderOptions } from '../../provider/provider.js';

/** Each works on the database beside the nodes that serve, and says what the operator has to know. */
const KEY_COMMANDS = {
  async 'rotate-client-key'(options: ProviderOptions): Promise<string> {
    const kid = await withStoredKeys(options, rotateClientKey);
    return `Key ${kid} is published from now on. All nodes sign with it in a minute; the old one stays published for an hour.`;
  },
  async 'reseal-secrets'(options: ProviderOptions): Promise<string> {
    const { count, closed } = await withStoredKeys(options, resealSecrets);
    if (closed.length > 0) throw new Error(sayWhatIsClosed(count, closed));
    return count === 0
      ? 'Everything was sealed with the first key of WM_SECRET_KEY already: the others can be dropped.'
      : `${count} secrets are sealed anew. Run this again: when there is nothing left to seal, the old key can be dropped.`;
  },
};

function sayWhatIsClosed(count: number, closed: string[]): string {
  return `${count} secrets are sealed anew. None of the keys opens these ${closed.length}, which stay as they are:
${closed.map((secret) => `  ${secret}`).join('\n')}
If a key is missing in WM_SECRET_KEY, add it and run this again. Otherwise their visitors have to connect anew.`;
}

export type KeyCommand = keyof typeof KEY_COMMANDS;

export function isKeyCommand(name: string): name is KeyCommand {
  return Object.hasOwn(KEY_COMMANDS, name);
}

/** @throws Error when the keys are not there or do not open. */
export function changeKeys(command: KeyCommand, options: ProviderOptions): Promise<string> {
  return KEY_COMMANDS[command](options);
}
