export default { files: '*.test.js', nodeResolve: true };
