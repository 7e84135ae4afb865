import { GUIDES, readDocument } from './documents.js';

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  readonly document: string;
  /** The position for messages: `docs/pages.md:12`. */
  readonly place: string;
  /** The file that the block shows, from the comment `<!-- source: file -->` above it. */
  readonly source: string | undefined;
}

const BLOCK = /(?:^<!-- source: (\S+) -->\n\n)?^ *```(\w*)\n([^]*?)^ *```$/gm;

/** The fenced code blocks of all guides, in these languages or in all. */
export function readCodeBlocks(...languages: string[]): CodeBlock[] {
  return GUIDES.flatMap((document) => blocksOf(document, readDocument(document))).filter(
    ({ language }) => languages.length === 0 || languages.includes(language),
  );
}

/** The document with its source blocks updated from their files. */
export function withSources(text: string): string {
  return text.replace(BLOCK, (block, source: string | undefined, language: string) =>
    source === undefined
      ? block
      : `<!-- source: ${source} -->\n\n\`\`\`${language}\n${readDocument(source)}\`\`\``,
  );
}

function blocksOf(document: string, text: string): CodeBlock[] {
  return [...text.matchAll(BLOCK)].map(({ 0: block, 1: source, 2: language = '', 3: code = '', index }) => {
    const start = index + block.indexOf('```');
    return {
      ...{ language, code, document, source },
      place: `${document}:${text.slice(0, start).split('\n').length}`,
    };
  });
}
