import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** Those that wm.js reads, each with its values where only some have a meaning. */
export const ATTRIBUTES: Readonly<Record<string, readonly string[] | null>> = {
  'data-provider': null,
  'data-amount-sent': ['sender', 'receiver'],
  'data-policy': ['headers'],
  'data-force': null,
  'data-stand-aside': null,
  'data-simulate-on': null,
};

/** What is misspelt does nothing. */
export const unknownAttribute: Rule = {
  id: 'unknown-attribute',
  fix: `Known are ${Object.keys(ATTRIBUTES).join(', ')}.`,
  spec: `${SPECIFICATION}#conformance`,
  find: (look) =>
    look.page.scripts.flatMap(({ attributes }) =>
      Object.entries(attributes)
        .filter(([name, value]) => name.startsWith('data-') && !isKnown(name, value))
        .map(([name, value]) => ({
          message: `wm.js does not know ${name in ATTRIBUTES ? `${name}="${value}"` : name}.`,
          line: lineOfAgent(look),
        })),
    ),
};

function isKnown(name: string, value: string): boolean {
  const values = ATTRIBUTES[name];
  return values === null || values?.includes(value) === true;
}
