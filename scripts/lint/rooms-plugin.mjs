// A lint plugin with the house rules that the linter does not bring: no state at module level, and no sentence of the
// extension that a translation could not reach.
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

/** Two words in a row, or one word as on a button. Markup, styles, what is filled in and the product's name are no words. */
const isProse = (text) => text !== 'Composure' && !/\{[^}]*:[^}]*;/.test(text) && /[A-Za-z]{2,},? +[a-z]{2,}|^[A-Z][a-z]{2,}…?$/.test(text.replaceAll(/<[^>]*>?|&\w+;/g, '|'));

/** What a person does not read: the log, a defect's text, types, names of modules and comparisons. */
function isUnread(node) {
  for (let inner = node, outer = node.parent; outer !== null && outer !== undefined; inner = outer, outer = outer.parent) {
    switch (outer.type) {
      case 'CallExpression': {
        const { callee } = outer;
        if (inner === callee) break;
        const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name;
        const owner = callee.type === 'MemberExpression' ? callee.object.property?.name ?? callee.object.name : undefined;
        if (name === 't' || owner === 'log' || name === 'Symbol') return true;
        break;
      }
      case 'NewExpression':
        if (/^(?:Error|Failure|RegExp)$/.test(outer.callee.name ?? '')) return true;
        break;
      case 'ImportDeclaration': case 'ExportNamedDeclaration': case 'ExportAllDeclaration': case 'ImportExpression':
        if (outer.source === inner) return true;
        break;
      case 'TSLiteralType': case 'BinaryExpression': case 'SwitchCase': return true;
      default:
    }
  }
  return false;
}

const localised = {
  create(context) {
    const report = (node, text) => {
      if (isProse(text) && !isUnread(node)) context.report({ node, message: 'A sentence that no translation reaches: say it by l10n.t(), with {0} for what is filled in (CONTRIBUTING.md, House rules)' });
    };
    return {
      Literal(node) { if (typeof node.value === 'string') report(node, node.value); },
      TemplateLiteral(node) { report(node, node.quasis.map(({ value }) => value.cooked).join('')); },
      CallExpression(node) {
        if (node.callee.type !== 'MemberExpression' || node.callee.property.name !== 't' || node.arguments.length === 0) return;
        const [said] = node.arguments;
        if (said.type !== 'Literal') context.report({ node, message: 'A sentence is looked up as a whole: write it out, with {0} for what is filled in (CONTRIBUTING.md, House rules)' });
      },
    };
  },
};

export default { meta: { name: 'composure' }, rules: { 'no-module-let': noModuleLet, localised } };
