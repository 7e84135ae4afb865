import type { SandboxDirectory } from '../demo-site/sandbox-directory.js';

const TIMEOUT_MS = 5_000;

/**
 * Reads the directory of a running `wm start`.
 * @throws Error if there is no server, or another one.
 */
export async function findSandbox(port: number): Promise<Pick<SandboxDirectory, 'provider'>> {
  const response = await fetch(`http://localhost:${port}/.well-known/wm-sandbox`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(({ cause, message }: Error) => {
    const why = (cause instanceof Error && cause.message) || message;
    throw new Error(`No sandbox responds on port ${port} (${why}). Start one with wm start, or set --port`);
  });
  // Invalid JSON: not a sandbox.
  const directory = (await response.json().catch(() => null)) as { provider?: unknown } | null;
  const provider = directory?.provider;
  if (response.ok && typeof provider === 'string' && URL.canParse(provider)) return { provider };
  throw new Error(
    `The server on port ${port} is not a sandbox of wm start. Set --port to the port of its demo`,
  );
}
