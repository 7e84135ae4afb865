import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after } from 'node:test';

/**
 * A site of one page that serves any number of copies of wm.js, with its lazy modules: `/<copy>/wm.js`. No
 * two copies have the same bytes. `html` and its `type` may be changed between two navigations.
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
    readFile(new URL(`../../../dist/${file}`, import.meta.url), 'utf8').then(
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
