import { resealSecrets } from '../../provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../provider/keys/rotate-client-key.js';
import { withStoredKeys } from '../../provider/keys/with-stored-keys.js';
import type { ProviderOptions } from '../../provider/provider.js';

/**
 * Commands that change keys in the database while nodes are serving. Each returns a message for the operator.
 */
const KEY_COMMANDS = {
  async 'rotate-client-key'(options: ProviderOptions): Promise<string> {
    const kid = await withStoredKeys(options, rotateClientKey);
    return `Key ${kid} is now published. All nodes will sign with it within a minute. The old key stays published for an hour.`;
  },
  async 'reseal-secrets'(options: ProviderOptions): Promise<string> {
    const { count, unreadable } = await withStoredKeys(options, resealSecrets);
    if (unreadable.length > 0) throw new Error(describeUnopenedSecrets(count, unreadable));
    return count === 0
      ? 'All secrets were already encrypted with the first key of WM_SECRET_KEY. The other keys can be removed.'
      : `Re-encrypted ${count} secrets. Run this again. When nothing is left to encrypt, the old key can be removed.`;
  },
};

function describeUnopenedSecrets(count: number, closed: string[]): string {
  return `Re-encrypted ${count} secrets. No key can decrypt the following ${closed.length}, which are unchanged:
${closed.map((secret) => `  ${secret}`).join('\n')}
If a key is missing in WM_SECRET_KEY, add it and run this again. Otherwise their visitors must connect again.`;
}

export type KeyCommand = keyof typeof KEY_COMMANDS;

export function isKeyCommand(name: string): name is KeyCommand {
  return Object.hasOwn(KEY_COMMANDS, name);
}

/** @throws Error if the keys are missing or cannot decrypt the secrets. */
export function runKeyCommand(command: KeyCommand, options: ProviderOptions): Promise<string> {
  return KEY_COMMANDS[command](options);
}
