import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after } from 'node:test';

/**
 * A site of one page that serves wm.js itself, as many copies as it likes: `/<copy>/wm.js`, with what lies beside it. No two copies are
 * the same bytes. `html` and its `type` may be changed between two navigations.
 */
export interface ScriptSite {
  readonly url: string;
  html: string;
  type: string;
}

export async function openScriptSite(): Promise<ScriptSite> {
  const server = createServer((request, response) => {
    const [, copy, file] = /^\/(\w+)\/([\w.-]+\.js)$/.exec(request.url ?? '') ?? [];
    if (!file) return void response.setHeader('content-type', site.type).end(site.html);
    readFile(new URL(`../../dist/${file}`, import.meta.url), 'utf8').then(
      (script) => response.setHeader('content-type', 'text/javascript').end(`/* ${copy} */\n${script}`),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const site = { url: `http://localhost:${port}/`, html: '', type: 'text/html' };
  return site;
}
