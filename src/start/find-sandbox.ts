import type { SandboxDirectory } from './directory.js';

const WAIT = 5_000;

/** `--port`'s default: where `wm start` in the same environment is. */
export function defaultPort({ PORT }: Readonly<Record<string, string | undefined>>): string {
  return PORT || '4100';
}

/** What a running `wm start` says of itself. @throws Error when nobody, or somebody else, answers. */
export async function findSandbox(port: number): Promise<Pick<SandboxDirectory, 'provider'>> {
  const response = await fetch(`http://localhost:${port}/.well-known/wm-sandbox`, {
    signal: AbortSignal.timeout(WAIT),
  }).catch(({ cause, message }: Error) => {
    const why = (cause instanceof Error && cause.message) || message;
    throw new Error(`No sandbox answers at port ${port} (${why}). Start one: wm start. Or name its --port`);
  });
  // Not JSON: whoever it is, it is no sandbox.
  const directory = (await response.json().catch(() => null)) as { provider?: unknown } | null;
  const provider = directory?.provider;
  if (response.ok && typeof provider === 'string' && URL.canParse(provider)) return { provider };
  throw new Error(`What answers at port ${port} is no sandbox of wm start. Name the one of its demo: --port`);
}
