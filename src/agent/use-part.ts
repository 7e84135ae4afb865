import type { AgentContext } from './context.js';
import type { Parts } from './parts.js';

/** Loads a part and does something with it. A part that is missing is told on the console. */
export function usePart<Name extends keyof Parts>(
  { parts, platform }: AgentContext,
  name: Name,
  steps: (part: Awaited<ReturnType<Parts[Name]>>) => unknown,
): void {
  (parts[name]() as Promise<Awaited<ReturnType<Parts[Name]>>>)
    .then(steps)
    .catch((cause: unknown) =>
      platform.warn(`[wm-polyfill] wm-${name}.js could not be loaded. Put it beside wm.js. (${cause})`),
    );
}
