import { createServer } from 'node:http';
import { after } from 'node:test';

/** The ways in which a site can redirect a visitor: by status, markup or script. */
export const REDIRECT_STATUSES = [301, 302, 303, 307, 308] as const;
const REDIRECT_PAGES = ['meta', 'script', 'script-with-hash', 'router'] as const;
export const REDIRECTORS: readonly string[] = [...REDIRECT_STATUSES.map(String), ...REDIRECT_PAGES];

export interface RedirectingSite {
  readonly origin: string;
  /**
   * The URL that redirects to `target` in one of {@link REDIRECTORS}' ways. Its path does not contain the
   * target.
   */
  redirect(by: string, target: string): string;
}

/**
 * A site at `http://<name>.localhost`, with `body` at every path that does not redirect. It has the usual
 * redirectors: a link shortener, an interstitial page ("you are leaving"), and a client-side router that only
 * knows http.
 */
export async function serveRedirectingSite(
  name: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<RedirectingSite> {
  const targets: { by: string; target: string }[] = [];
  const server = createServer(({ url = '' }, response) => {
    const { by, target } = targets[Number(/^\/go\/(\d+)$/.exec(url)?.[1] ?? -1)] ?? {};
    const type = { 'content-type': 'text/html; charset=utf-8' };
    if (by && /^\d/.test(by)) return void response.writeHead(Number(by), { location: target }).end();
    const page = by ? pageOf(by, target as string) : body;
    response.writeHead(200, { ...type, ...headers }).end(`<!doctype html><title>A site</title>${page}`);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://${name}.localhost:${(server.address() as { port: number }).port}`;
  return {
    origin,
    redirect: (by, target) => `${origin}/go/${targets.push({ by, target }) - 1}`,
  };
}

function pageOf(by: string, target: string): string {
  const url = JSON.stringify(target);
  switch (by) {
    case 'meta':
      return `<meta http-equiv="refresh" content="0;url=${target}">`;
    case 'script':
      return `<script>location.replace(${url})</script>`;
    case 'script-with-hash':
      return `<script>location.replace(${url} + location.hash)</script>`;
    default:
      return `<script>
        const next = new URL(${url});
        if (location.hash) next.hash = location.hash;
        if (/^https?:$/.test(next.protocol)) {
          const link = Object.assign(document.createElement('a'), { href: next.href });
          document.documentElement.append(link);
          link.click();
        }
      </script>`;
  }
}
