const TOKEN_PATTERNS = {
  script:
    /(?<note>(?<!\/)\/\/.*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)|(?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?<word>\b(?:as|async|await|catch|const|declare|default|else|export|for|from|function|if|import|in|instanceof|interface|let|new|null|of|return|try|type|typeof)\b)/g,
  markup: /(?<note><!--[^]*?-->)|(?<text>"[^"]*")|(?<word><\/?[\w:.-]+|(?<!=)\/?>)/g,
};

/** Renders source text as HTML: comments, strings and keywords as elements, everything escaped. */
export function highlight(source: string, fileName: string): string {
  const rule = /\.(html|vue|svelte)$/.test(fileName) ? TOKEN_PATTERNS.markup : TOKEN_PATTERNS.script;
  let [result, end] = ['', 0];
  for (const match of source.matchAll(rule)) {
    const { note, text } = match.groups ?? {};
    const element = note === undefined ? (text === undefined ? 'b' : 'q') : 'i';
    result += `${escapeHtml(source.slice(end, match.index))}<${element}>${escapeHtml(match[0])}</${element}>`;
    end = match.index + match[0].length;
  }
  return result + escapeHtml(source.slice(end));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
