/**
 * Configuration for `dist/custom-elements.json`, from which editors complete `<wm-status>` and `<wm-flow>`.
 */
export default {
  globs: [
    'src/page/elements/wm-status/{define,wm-status}.ts',
    'src/page/elements/wm-flow/{define,wm-flow}.ts',
  ],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  quiet: true,
  plugins: [{ name: 'as-published', packageLinkPhase: asPublished }],
};

/** Uses the module paths of the package, removes private members, and sorts everything. */
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
