// The rules of CONTRIBUTING.md that no package of ESLint has.
import { relative } from 'node:path';

const MAX_COMMENT_COLUMNS = 110;

/** Old words of this project, and the field's term. Refused in comments, identifiers and file names. */
const OLD_WORDS = {
  anew: 'again',
  untold: 'undelivered',
  unheard: 'undelivered',
  told: 'reported, delivered',
  nobody: 'no + the name of the role',
  somebody: 'the name of the role',
  anybody: 'the name of the role',
  whoever: 'the name of the role',
  stranger: 'unknown, unconnected, other + the name of the role',
  strangers: 'unknown, unconnected, other + the name of the role',
  neighbour: 'lazy module',
  neighbours: 'lazy modules',
  neighbor: 'lazy module',
  neighbors: 'lazy modules',
  aside: 'passive',
  doubtful: 'hasProblems',
  quarantine: 'suspend',
  oddity: 'warning',
  oddities: 'warnings',
  sayings: 'messages',
  lent: 'the name of the role',
  patience: 'timeout',
};

/**
 * Refused in identifiers and file names only: an amount may double, and RFC 9700 has an honest server in a
 * mix-up attack.
 */
const OLD_NAME_WORDS = {
  doubles: 'faults; in tests fake',
  honest: 'regular, other + the name of the role',
  lie: 'mismatch',
  breath: 'MIN_RENDER_INTERVAL_MS',
};

/** Refused as whole identifiers. */
const OLD_NAMES = {
  Double: 'Fault',
  Evidence: 'collectState',
  Lent: 'AgentOperations',
  Mistake: 'SettingError',
  RelayDouble: 'FakeRelay',
  Scene: 'FaultContext',
  Switches: 'ActiveFaults',
  Turns: 'FairScheduler',
  Words: 'Messages',
  World: 'TestEnvironment',
  _world: '_environment',
  world: 'environment',
  answerOnce: 'idempotencyKey',
  askAgain: 'refreshConnection',
  findGap: 'detectRestoredDatabase',
  goOnOrPause: 'updatePaymentStreaming',
  offerPlace: 'retryOverLimitSession',
  otherAgent: 'nativeAgent',
  payWhatIsDue: 'payDueAmount',
  processAlone: 'processExclusively',
  quiesce: 'drain',
  takePlace: 'checkSessionLimit',
  takeTurn: 'withConnectionLock, scheduleNextAttempt',
  unsure: 'spentUnverified',
  usePart: 'loadModule',
  // A constant names what it bounds and its unit.
  ...Object.fromEntries(
    ['BREATH', 'DEEPEST', 'EVERY', 'GRACE', 'LATE', 'LONGEST', 'MOST', 'ONLY', 'REST', 'SOON', 'WAIT'].map(
      (name) => [name, 'MAX_ENTRIES, TIMEOUT_MS, INTERVAL_MS and the like'],
    ),
  ),
};

const plainWords = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { old: 'Do not write "{{word}}". The term is: {{term}}. See the glossary in CONTRIBUTING.md.' },
  },
  create(context) {
    const { ast } = context.sourceCode;
    const report = (word, term, loc) => context.report({ loc, messageId: 'old', data: { word, term } });

    const checkWords = (name, loc) => {
      for (const word of wordsOf(name)) {
        const term = termOf(OLD_WORDS, word) ?? termOf(OLD_NAME_WORDS, word);
        if (term) return report(word, term, loc);
      }
    };
    const checkIdentifier = (node) => {
      if (isRead(node)) return;
      const term = isKeyOfObject(node) ? undefined : termOf(OLD_NAMES, node.name);
      if (term) report(node.name, term, node.loc);
      else checkWords(node.name, node.loc);
    };

    return {
      Program() {
        checkWords(relative(context.cwd, context.filename), { line: 1, column: 0 });
        for (const { value, loc } of ast.comments)
          for (const word of wordsOf(value)) {
            const term = termOf(OLD_WORDS, word);
            if (term) report(word, term, loc);
          }
      },
      Identifier: checkIdentifier,
      PrivateIdentifier: checkIdentifier,
    };
  },
};

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

export default { rules: { 'plain-words': plainWords, 'comment-columns': commentColumns } };

/** `fooBar-baz_QUX` consists of foo, bar, baz and qux. */
function wordsOf(text) {
  return text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.map((word) => word.toLowerCase()) ?? [];
}

function termOf(words, word) {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** A member that is only read or set is reported where it is declared; of a shorthand, its value is. */
function isRead(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return !parent.computed && parent.property === node;
  return parent.type === 'Property' && parent.shorthand && parent.key === node;
}

/** Platforms name such members, too: `world` is one of the manifest of an extension. */
function isKeyOfObject(node) {
  const { parent } = node;
  return parent.type === 'Property' && parent.key === node && parent.parent.type === 'ObjectExpression';
}
