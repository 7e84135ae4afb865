import { suggestAttribute, SCRIPT_ATTRIBUTES } from '../../../protocol/script-attributes.js';
import { lineOfAgent } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Misspelt attributes have no effect. */
export const unknownAttribute: CheckRule = {
  id: 'unknown-attribute',
  fix: `Supported attributes: ${Object.keys(SCRIPT_ATTRIBUTES).join(', ')}.`,
  spec: `${SPECIFICATION_URL}#conformance`,
  check: (report) =>
    report.page.scripts.flatMap(({ attributes }) =>
      Object.entries(attributes).flatMap(([name, value]) => {
        const values = SCRIPT_ATTRIBUTES[name];
        const isValueUnknown = values && !values.includes(value);
        const meant = isValueUnknown
          ? values.map((each) => `${name}="${each}"`).join(' or ')
          : suggestAttribute(name);
        if (meant === null) return [];
        const written = isValueUnknown ? `${name}="${value}"` : name;
        return [{ message: `wm.js does not support ${written}. Use ${meant}.`, line: lineOfAgent(report) }];
      }),
    ),
};
