import type { Sandbox } from '../../src/start/start-sandbox.js';

/**
 * What a sandbox's provider sleeps, passes at once: for its wallets and, unless it has a clock of its own, for the provider. In whole seconds, as `wm sandbox clock` counts.
 * @param sandbox asked for when the first time passes, for it has to be made with this.
 */
export function letTimePass(sandbox: () => Sandbox): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    const response = await fetch(`${sandbox().directory.sandboxes.visitor}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: `PT${Math.ceil(milliseconds / 1_000)}S` }),
    });
    if (!response.ok) throw new Error(await response.text());
  };
}
