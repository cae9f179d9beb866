// A lint plugin with the one house rule that the linter does not bring: no state at module level.
// It must stay plain JavaScript, because the linter loads it as it is.

const noModuleLet = {
  create(context) {
    return {
      VariableDeclaration(node) {
        const atModuleLevel = node.parent.type === 'Program' || node.parent.type === 'ExportNamedDeclaration';
        if (atModuleLevel && node.kind !== 'const') {
          context.report({ node, message: 'State at module level is a singleton: pass it in, or keep it in an object with a lifetime (ARCHITECTURE.md, Invariants)' });
        }
      },
    };
  },
};

export default { meta: { name: 'composure' }, rules: { 'no-module-let': noModuleLet } };
