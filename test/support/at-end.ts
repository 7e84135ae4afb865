import { AsyncResource } from 'node:async_hooks';
import { after } from 'node:test';

// Test files that share a process are suites, whose hooks end with them. Their program imports this module
// before the first suite, and node:test finds the suite of a hook by its asynchronous context.
const program = new AsyncResource('program');

/** Runs when all test files of the process have ended. In a single file, it is one of its `after` hooks. */
export function atEnd(step: () => unknown): void {
  program.runInAsyncScope(() => after(step));
}
