import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCheckCommand } from '../../../src/tools/check/check-command.js';
import { runListenCommand } from '../../../src/tools/start/listen-command.js';
import { runTriggerCommand } from '../../../src/tools/start/trigger-command.js';
import { GUIDES, readDocument } from '../../docs/documents.js';

const lines: string[] = [];
const print = (line: string) => void lines.push(line);
const { signal } = new AbortController();
const COMMANDS: Record<string, (args: string[]) => Promise<unknown>> = {
  trigger: (args) => runTriggerCommand(args, print),
  listen: (args) => runListenCommand(args, { print, log: print, signal }),
  check: (args) => runCheckCommand(args, { print, log: print }),
};
const documents = GUIDES.map(readDocument).join('\n');

for (const [name, run] of Object.entries(COMMANDS)) {
  test(`wm ${name} accepts every example of its --help and of the documents`, async () => {
    lines.length = 0;
    await run(['--help']);
    const examples = [...`${documents}\n${lines.join('\n')}`.matchAll(/^(?: {2}|npx )wm (\w+)([^|#\n]*)/gm)]
      .filter(([, command]) => command === name)
      .map(([, , args = '']) => args.trim().split(/\s+/).filter(Boolean));
    assert.ok(examples.length >= 3, `${examples.length} examples`);
    for (const args of examples) await run([...args, '--help']);
    await assert.rejects(run(['--no-such-option', '--help']), { name: 'UsageError' });
  });
}
