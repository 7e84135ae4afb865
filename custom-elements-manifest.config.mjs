/** For `dist/custom-elements.json`, out of which editors complete `<wm-status>` and `<wm-flow>`. */
export default {
  globs: ['src/wm-status/{define,wm-status}.ts', 'src/wm-flow/{define,wm-flow}.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  quiet: true,
  plugins: [{ name: 'as-published', packageLinkPhase: asPublished }],
};

/** Names the modules as they lie in the package, without what is private, in one order. */
function asPublished({ customElementsManifest: manifest }) {
  for (const { declarations } of manifest.modules) {
    for (const declaration of declarations) {
      const isPublic = ({ privacy = 'public', name }) => privacy === 'public' && !name.startsWith('#');
      if (declaration.members) declaration.members = declaration.members.filter(isPublic);
    }
  }
  const renamed = JSON.stringify(manifest.modules).replace(
    /"(\/?)src\/([^"]*)\.(?:ts|js)"/g,
    '"$1dist/esm/$2.js"',
  );
  manifest.modules = JSON.parse(renamed).sort((one, other) => (one.path < other.path ? -1 : 1));
}
