import type { RunningSandbox } from '../../src/tools/start/start-sandbox.js';

/**
 * Makes the sleeps of a sandbox's provider return immediately. Instead, the clock of the wallets advances,
 * and that of the provider unless it has its own. Time passes in whole seconds, like in `wm sandbox clock`.
 * @param sandbox a function, because the sandbox needs this value for its own creation.
 */
export function createSandboxSleep(sandbox: () => RunningSandbox): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    const response = await fetch(`${sandbox().directory.sandboxes.visitor}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: `PT${Math.ceil(milliseconds / 1_000)}S` }),
    });
    if (!response.ok) throw new Error(await response.text());
  };
}
