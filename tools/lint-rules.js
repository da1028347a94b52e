/** The rooms of core, from the top down: a room imports from its own row or a lower one. */
const rows = [
  ['runtime'],
  ['chat-stream'],
  ['chain', 'discovery'],
  ['registry'],
  ['provider'],
  ['stream', 'health', 'http'],
  ['ports'],
  ['errors'],
  ['chat', 'lists'],
];

const folderOf = (path) => /\/packages\/core\/src\/([^/]+)\//.exec(path)?.[1];
const rowOf = (room) => rows.findIndex((row) => row.includes(room));

const folderOrder = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      up: 'the room {{from}} may not import from {{to}}, which stands above or beside it',
    },
  },
  create(context) {
    const from = folderOf(context.filename);
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const to = folderOf(new URL(specifier, `file://${context.filename}`).pathname);
      if (from === undefined || to === undefined || from === to) return;
      if (rowOf(from) < 0 || rowOf(to) < 0 || rowOf(to) > rowOf(from)) return;
      context.report({ node, messageId: 'up', data: { from, to } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const resolveInRuntimeOnly = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { resolve: 'a container is resolved at the composition root in runtime/ only' },
  },
  create(context) {
    const inSource = /\/packages\/[^/]+\/src\//.test(context.filename);
    if (!inSource || folderOf(context.filename) === 'runtime') return {};
    return {
      MemberExpression(node) {
        if (node.object?.name === 'container' && node.property?.name === 'resolve') {
          context.report({ node, messageId: 'resolve' });
        }
      },
    };
  },
};

export default {
  meta: { name: 'understudy' },
  rules: { 'folder-order': folderOrder, 'resolve-in-runtime-only': resolveInRuntimeOnly },
};
