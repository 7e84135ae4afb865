// npm run conformance -- [options]
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type AgentUnderTest, selectAgent } from './agents.js';
import type { BrowserName } from './browsers.js';
import { findUnexpected, readExpectations } from './expectations.js';
import { findPages } from './pages.js';
import { runSuite } from './run-suite.js';
import { startSuiteSandbox } from './sandbox.js';
import { type Column, countResults, formatFailures, formatTable } from './table.js';

const HELP = `Runs the conformance suite and prints a table.

  npm run conformance -- [--agent ours] [--agent none] [--browser chromium|firefox] [--filter text] [--json file]

--agent ours       wm.js of this package with its sandbox (the default)
--agent none       the bare browser, the baseline
--agent script     any other script: --script <URL or file> and, repeatable, --attribute name=value
--agent extension  an unpacked browser extension, in Chromium: --extension <folder>
                   Prepare it first: the suite does not click in extensions. Build it with a connected wallet and a budget in
                   its storage, and let it accept http wallet addresses with a port, or use --wallet. Without a wallet, only
                   the pages about interfaces and about load and error can pass.
                   Repeat the option to compare agents.
--wallet ok=URL    another wallet address for the pages, by name: ok, slow, alias, invalid-receiver, 404, 500, html, bad-json
--browser          chromium (default) or firefox; CHROMIUM and FIREFOX name the programs
--filter text      only pages whose path or title contains it
--parallel 4       pages at a time
--timeout 1        multiplies every timeout; agents that pay every two seconds need 5
--harness file     another testharness.js instead of the suite's own
--json file        writes all results

The exit code is 1 if "ours" has a result that test/conformance/expected.json does not expect.`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      agent: { type: 'string', multiple: true, default: ['ours'] },
      script: { type: 'string' },
      attribute: { type: 'string', multiple: true, default: [] },
      extension: { type: 'string' },
      wallet: { type: 'string', multiple: true, default: [] },
      browser: { type: 'string', default: 'chromium' },
      filter: { type: 'string' },
      parallel: { type: 'string', default: '4' },
      timeout: { type: 'string', default: '1' },
      harness: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return print(HELP);

  if (values.harness !== undefined && !existsSync(values.harness))
    throw new TypeError(`--harness: no such file: ${values.harness}.`);
  const browser = values.browser as BrowserName;
  if (!['chromium', 'firefox'].includes(browser))
    throw new TypeError(`--browser: "${browser}" is not supported.`);
  const sandbox = await startSuiteSandbox();
  try {
    const named = Object.fromEntries(values.wallet.map((pair) => splitPair(pair)));
    const agents = values.agent.map((how) =>
      how === 'ours'
        ? sandbox.agent
        : selectAgent(how, {
            script: values.script,
            attributes: values.attribute,
            extension: values.extension,
          }),
    );
    const columns: Column[] = [];
    for (const agent of agents) columns.push(await runAgent(agent));
    return finish(columns);

    async function runAgent(agent: AgentUnderTest): Promise<Column> {
      const results = await runSuite({
        agent,
        browser,
        pages: findPages(values.filter),
        wallets: { ...sandbox.wallets, ...named },
        parallel: Number(values.parallel),
        timeoutMultiplier: Number(values.timeout),
        harness: values.harness === undefined ? null : resolve(values.harness),
        report: ({ path, milliseconds }) =>
          process.stderr.write(`${agent.name} ${path} ${milliseconds} ms\n`),
      });
      return { agent: agent.name, results };
    }
  } finally {
    await sandbox.close();
  }

  function finish(columns: readonly Column[]): number {
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(columns, null, 2));
    for (const column of columns) print(formatFailures(column));
    print(`\n${formatTable(columns)}\n`);
    for (const { agent, results } of columns) {
      const { passed, failed, timeout, notRun } = countResults(results);
      print(`${agent}: ${passed} passed, ${failed + timeout} failed, ${notRun} not run`);
    }
    const ours = columns.find(({ agent }) => agent === 'ours');
    const unexpected = ours ? findUnexpected(ours.results, readExpectations(), browser) : [];
    if (unexpected.length > 0)
      print(`\nUnexpected results (see expected.json):\n  ${unexpected.join('\n  ')}`);
    return unexpected.length > 0 ? 1 : 0;
  }
}

function splitPair(pair: string): [string, string] {
  const index = pair.indexOf('=');
  return [pair.slice(0, index), pair.slice(index + 1)];
}

function print(text: string): number {
  console.log(text);
  return 0;
}
