import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** `rel="web-monetization"`, `<a rel="monetization">`: the intention is clear, but no agent pays it. */
export const linkMisspelt: CheckRule = {
  id: 'link-misspelt',
  fix: 'Use <link rel="monetization" href="https://wallet.example/alice">.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page, tags }) =>
    page.nearMisses.map(({ tag, attribute, value }) => ({
      message: `<${tag} ${attribute}="${value}"> is not a monetization link. No agent supports it.`,
      line: tags.find(({ name, attributes }) => name === tag && attributes.get(attribute) === value)?.line,
    })),
};
