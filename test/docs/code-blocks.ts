import { readFileSync } from 'node:fs';

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Line of the README where it begins. */
  readonly line: number;
}

/** The fenced blocks of the README. */
export function readCodeBlocks(...languages: string[]): CodeBlock[] {
  const readme = readFileSync('README.md', 'utf8');
  return [...readme.matchAll(/^ *```(\w*)\n([^]*?)^ *```$/gm)]
    .map(({ 1: language = '', 2: code = '', index }) => ({
      ...{ language, code },
      line: readme.slice(0, index).split('\n').length,
    }))
    .filter(({ language }) => languages.length === 0 || languages.includes(language));
}
