import { attributeMeantBy, SCRIPT_ATTRIBUTES } from '../../protocol/script-attributes.js';
import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** What is misspelt does nothing. */
export const unknownAttribute: Rule = {
  id: 'unknown-attribute',
  fix: `Known are ${Object.keys(SCRIPT_ATTRIBUTES).join(', ')}.`,
  spec: `${SPECIFICATION}#conformance`,
  find: (look) =>
    look.page.scripts.flatMap(({ attributes }) =>
      Object.entries(attributes).flatMap(([name, value]) => {
        const values = SCRIPT_ATTRIBUTES[name];
        const isValueUnknown = values && !values.includes(value);
        const meant = isValueUnknown
          ? values.map((each) => `${name}="${each}"`).join(' or ')
          : attributeMeantBy(name);
        if (meant === null) return [];
        const written = isValueUnknown ? `${name}="${value}"` : name;
        return [{ message: `wm.js does not know ${written}. Write ${meant}.`, line: lineOfAgent(look) }];
      }),
    ),
};
