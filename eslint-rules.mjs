// The rules of CONTRIBUTING.md that no package of ESLint has.

const MAX_COMMENT_COLUMNS = 110;

const commentColumns = {
  meta: {
    type: 'layout',
    schema: [],
    messages: { long: `A comment has at most ${MAX_COMMENT_COLUMNS} columns; this line has {{columns}}.` },
  },
  create(context) {
    return {
      Program({ comments }) {
        for (const { loc } of comments)
          for (let line = loc.start.line; line <= loc.end.line; line += 1) {
            const text = context.sourceCode.lines[line - 1];
            if (text.length <= MAX_COMMENT_COLUMNS || /https?:\/\/\S+/.test(text)) continue;
            const start = { line, column: MAX_COMMENT_COLUMNS };
            const end = { line, column: text.length };
            context.report({ loc: { start, end }, messageId: 'long', data: { columns: text.length } });
          }
      },
    };
  },
};

export default { rules: { 'comment-columns': commentColumns } };
