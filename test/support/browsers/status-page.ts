import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { blockFont } from './block-font.js';

/**
 * What a page needs to simulate an agent for the built `<wm-status>`: `Agent`, `Clock` and the initial
 * `STATE`.
 */
const FAKE_AGENT_SCRIPT = `
  const SESSION = { href: 'https://wallet.example/alice', status: 'active', walletAddress: null, incomingPayment: null, error: null };
  const BROKEN = { ...SESSION, href: 'https://wallet.example/bob', status: 'error',
    error: { code: 'wallet-address-not-found', message: 'The wallet does not know it.', fix: 'Check the spelling.' } };
  const STATE = { status: 'streaming', pausedBy: null, provider: 'https://provider.example', sandbox: true, persona: 'paying', error: null,
    totals: [], sessions: [SESSION, BROKEN],
    connection: { state: 'active', currency: 'USD', budget: '5.00', spent: '1.75', rate: '0.60', renewsAt: '2026-12-01T12:00:00Z' } };
  class Agent extends EventTarget {
    agentState = STATE;
    become(state) {
      this.agentState = { ...this.agentState, ...state };
      this.dispatchEvent(new Event('agentstatechange'));
    }
    connect() {} pause() {} resume() {} disconnect() {}
  }
  class Clock { time = 0; now() { return this.time; } setTimeout() { return 1; } clearTimeout() {} }
`;

/** A site of one page with a simulated agent and the built element. */
export async function serveStatusPage(html: string): Promise<string> {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Status</title>
    <script>${FAKE_AGENT_SCRIPT}</script>${html}`;
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    if (/^wm-status[\w.]*\.js$/.test(name)) {
      response.setHeader('content-type', 'text/javascript').end(readFileSync(`dist/${name}`));
    } else if (name === 'blocks.ttf') response.setHeader('content-type', 'font/ttf').end(blockFont());
    else response.setHeader('content-type', 'text/html').end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}/`;
}
