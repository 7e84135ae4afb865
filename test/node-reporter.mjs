import { appendFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inspect } from 'node:util';
import { COMPILED } from './compile.mjs';
import { GROUPS } from './group-files.mjs';

/**
 * Prints one line per file, and failures in full. Appends the counts and the failures to the file
 * TEST_RESULTS, as one line of JSON for test/run.mjs.
 */
export default async function* report(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const output = new Map();
  const programs = Object.entries(JSON.parse(process.env.WM_TEST_PROGRAMS ?? '{}'));
  const programOf = new Map(programs.flatMap(([program, sources]) => sources.map((file) => [file, program])));
  const silent = new Set(programOf.keys());
  let current;

  for await (const { type, data } of source) {
    // An error after the end of a test arrives only as a diagnostic, without a file name.
    if (type === 'test:diagnostic' && /^(Error|Warning):/.test(data.message)) yield `\n${data.message}\n`;
    if (type === 'test:stdout' || type === 'test:stderr') {
      const program = relative('.', data.file);
      output.set(program, `${output.get(program) ?? ''}${data.message.trimEnd()}\n`);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;

    const file = sourceOf(data);
    const topLevel = isGroup(programOf.get(file)) ? 1 : 0;
    // The suite of a file in a group. Its tests have been reported.
    if (data.nesting < topLevel && !outcomeOf(type, data)) continue;
    silent.delete(file);
    if (current?.file !== file) {
      if (current) yield lineOf(current);
      current = { file, passed: 0, failed: 0, skipped: 0, took: 0 };
    }
    if (data.nesting === topLevel) current.took += data.details.duration_ms;
    const outcome = outcomeOf(type, data);
    if (!outcome) continue;
    counts[outcome]++;
    current[outcome]++;
    if (outcome !== 'failed') continue;
    failures.push(failureOf(data, file, output.get(programOf.get(file) ?? file)));
    yield failures.at(-1);
  }
  if (current) yield lineOf(current);
  for (const file of silent) {
    counts.failed++;
    failures.push(`\n✗ ${file}: no test ran in this file.\n`);
    yield failures.at(-1);
  }
  if (!process.env.TEST_RESULTS) return;
  appendFileSync(process.env.TEST_RESULTS, `${JSON.stringify({ part: 'node', ...counts, failures })}\n`);
}

/** The source of a compiled file, see compile.mjs and group-files.mjs. */
function sourceOf({ file, name }) {
  const program = relative('.', file ?? name);
  const path = isGroup(program) ? join(dirname(program), name) : program;
  const compiled = relative(COMPILED, path);
  return compiled.startsWith('..') ? path : compiled.replace(/\.js$/, '.ts');
}

function isGroup(program) {
  return program !== undefined && dirname(program) === GROUPS;
}

function outcomeOf(type, data) {
  if (type === 'test:fail') {
    if (data.todo !== undefined) return 'skipped';
    return data.details.error?.failureType === 'subtestsFailed' ? undefined : 'failed';
  }
  if (data.skip !== undefined || data.todo !== undefined) return 'skipped';
  if (data.details.type === 'suite') return undefined;
  return isFile(data) ? 'failed' : 'passed';
}

// If no test ran in a program, node:test reports a passed test with the name of the program.
function isFile(data) {
  return data.nesting === 0 && data.name.includes(COMPILED);
}

function lineOf({ file, passed, failed, skipped, took }) {
  const sign = failed ? '✗' : '✓';
  return `${sign} ${file}  ${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}  ${(took / 1000).toFixed(1)} s\n`;
}

function failureOf(data, file, output = '') {
  const error = data.details.error?.cause ?? data.details.error ?? 'No test ran in this program.';
  const text = typeof error === 'string' ? error : (error.stack ?? inspect(error));
  const printed = output.trim().slice(-4000);
  const parts = [`\n✗ ${file} › ${data.name}`, text, printed && `Output of the file:\n${printed}`];
  return `${parts.filter(Boolean).join('\n').replaceAll('\n', '\n    ')}\n\n`;
}
