// node docs.mjs: renders the documents as pages of the demo site, into dist/docs/. Runs after build:node.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import { Marked } from 'marked';

const OUTPUT = 'dist/docs';
const INDEX = 'docs/README.md';
const FOLDERS = ['docs', 'docs/reference'];
/** Languages that the demo site highlights. */
const HIGHLIGHTED = new Set(['html', 'js', 'json', 'jsx', 'ts', 'tsx', 'vue', 'svelte']);

/** Each document with its page below /docs/. */
export const PAGES = new Map([
  [INDEX, 'index.html'],
  ...['README', 'CHANGELOG', 'CONTRIBUTING', 'SECURITY'].map((name) => [
    `${name}.md`,
    `${name.toLowerCase()}.html`,
  ]),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md') && join(folder, name) !== INDEX)
      .sort()
      .map((name) => [
        posix.join(folder, name),
        posix.join(posix.relative('docs', folder), `${basename(name, '.md')}.html`),
      ]),
  ),
]);

/** The headings of a document, each with the id that GitHub gives it. */
export function readHeadings(markdown) {
  const headings = [];
  parse(markdown, { heading: (heading) => void headings.push(heading) });
  return headings;
}

/**
 * The title of a document and its text as HTML. Links to documents lead to their pages; links to other files
 * of the repository become text, because no site serves those files.
 */
export function renderDocument(path, markdown, highlight) {
  let title = '';
  const html = parse(markdown, {
    heading({ level, text }) {
      if (level === 1) title = text;
    },
    url: (href) => pageOf(path, href),
    code: (code, language) =>
      HIGHLIGHTED.has(language) ? highlight(code, `example.${language}`) : escapeHtml(code),
  });
  return { title, html };
}

function parse(markdown, { heading, url = (href) => href, code = escapeHtml }) {
  const slugger = new GithubSlugger();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const text = textOf(tokens);
        const id = slugger.slug(text);
        heading({ level: depth, text, id });
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = url(href);
        return target === null ? text : `<a href="${escapeHtml(target)}">${text}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escapeHtml(url(href) ?? href)}" alt="${escapeHtml(text)}">`;
      },
      code({ text, lang }) {
        return `<figure class="code"><pre tabindex="0"><code>${code(text, lang)}</code></pre></figure>\n`;
      },
      table(token) {
        const cells = (row, name) =>
          row.map(({ tokens }) => `<${name}>${this.parser.parseInline(tokens)}</${name}>`).join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="table" tabindex="0"><table>\n<thead><tr>${cells(token.header, 'th')}</tr></thead>\n<tbody>\n${rows}\n</tbody></table></div>\n`;
      },
      html: () => '',
    },
  });
  return marked.parse(markdown);
}

/** The page of a linked file, or null for a file that is not a page. */
function pageOf(document, href) {
  if (/^[a-z]+:/.test(href)) return href;
  const [, file, anchor] = /^([^#]*)(#.*)?$/.exec(href);
  if (file === '') return href;
  const path = posix.join(posix.dirname(document), file);
  if (/^docs\/[\w-]+\.png$/.test(path)) return `/${path}`;
  const page = PAGES.get(path);
  return page === undefined ? null : addressOf(page) + (anchor ?? '');
}

function addressOf(page) {
  return `/docs/${page === 'index.html' ? '' : page}`;
}

function textOf(tokens) {
  return tokens.map((token) => (token.tokens ? textOf(token.tokens) : (token.text ?? ''))).join('');
}

function escapeHtml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Lays out a page, with the partials and placeholders of the demo site. */
function layOut(title, main, navigation) {
  return `<!doctype html>
<html lang="en">
  <head>
    <title>${escapeHtml(title)} · wm-polyfill</title>
    <!-- partial: head -->
  </head>
  <body>
    <!-- partial: header -->
    <div class="columns">
      <main id="main" class="document">
${main}
      </main>
${navigation}
    </div>
    <!-- partial: footer -->
  </body>
</html>
`;
}

/** The navigation of every page: the lists of the index. */
function navigationOf(index, current) {
  const sections = index.split(/^## /m).slice(1);
  const lists = sections.map((section) => {
    const [heading = ''] = section.split('\n', 1);
    const links = [...section.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, text, href]) => {
      const page = PAGES.get(posix.join('docs', href));
      const here = page === current ? ' aria-current="page"' : '';
      return `<li><a href="${addressOf(page)}"${here}>${escapeHtml(text.replaceAll('`', ''))}</a></li>`;
    });
    return `<h2>${escapeHtml(heading)}</h2>\n<ul>\n${links.join('\n')}\n</ul>`;
  });
  return `<nav class="recipes" aria-label="Documentation">\n${lists.join('\n')}\n</nav>`;
}

/** All headings of all documents on one page, so that the browser's search finds them. */
function headingsOf(documents) {
  const lists = documents.map(({ page, title, headings }) => {
    const links = headings
      .filter(({ level }) => level > 1)
      .map(({ text, id }) => `<li><a href="${addressOf(page)}#${id}">${escapeHtml(text)}</a></li>`);
    return `<h3><a href="${addressOf(page)}">${escapeHtml(title)}</a></h3>\n<ul>\n${links.join('\n')}\n</ul>`;
  });
  return `<h2 id="all-headings">All headings</h2>\n${lists.join('\n')}`;
}

async function main() {
  const { highlight } = await import('./dist/node/tools/demo-site/highlight.js');
  const index = readFileSync(INDEX, 'utf8');
  const documents = [...PAGES].map(([path, page]) => {
    const markdown = readFileSync(path, 'utf8');
    return { path, page, headings: readHeadings(markdown), ...renderDocument(path, markdown, highlight) };
  });
  for (const { path, page, title, html } of documents) {
    const more = path === INDEX ? headingsOf(documents.filter((document) => document.path !== INDEX)) : '';
    const file = join(OUTPUT, page);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, layOut(title, html + more, navigationOf(index, page)));
  }
}

if (process.argv[1] === import.meta.filename) await main();
