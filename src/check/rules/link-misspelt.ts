import { type Rule, SPECIFICATION } from '../rule.js';

/** `rel="web-monetization"`, `<a rel="monetization">`: what was meant is clear, and nobody pays it. */
export const linkMisspelt: Rule = {
  id: 'link-misspelt',
  fix: 'Write <link rel="monetization" href="https://wallet.example/alice">.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page, tags }) =>
    page.nearMisses.map(({ tag, attribute, value }) => ({
      message: `<${tag} ${attribute}="${value}"> is no monetization link: no agent knows it.`,
      line: tags.find(({ name, attributes }) => name === tag && attributes.get(attribute) === value)?.line,
    })),
};
