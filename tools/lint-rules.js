/** The folders of core, in import order: a folder imports only from lower rows. */
const rows = [
  ['runtime', 'testing'],
  ['chat-stream'],
  ['chain', 'discovery'],
  ['request'],
  ['registry'],
  ['provider'],
  ['health', 'http'],
  ['stream'],
  ['scope', 'system'],
  ['vendor-errors'],
  ['ports'],
  ['input'],
  ['errors'],
  ['json', 'text'],
  ['chat'],
];

const folderOf = (path) => /\/packages\/core\/src\/([^/]+)\//.exec(path)?.[1];
const rowOf = (folder) => rows.findIndex((row) => row.includes(folder));

const folderOrder = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      order: 'folder {{from}} may not import from {{to}}, which is not in a lower row',
      missing: 'folder {{folder}} has no row in tools/lint-rules.js',
    },
  },
  create(context) {
    const from = folderOf(context.filename);
    // Tests use the fakes in testing/.
    if (from === undefined || /\.test(-d)?\.ts$/.test(context.filename)) return {};
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const to = folderOf(new URL(specifier, `file://${context.filename}`).pathname);
      if (to === undefined || from === to || rowOf(to) > rowOf(from)) return;
      context.report({ node, messageId: 'order', data: { from, to } });
    };
    return {
      Program(node) {
        if (rowOf(from) < 0) context.report({ node, messageId: 'missing', data: { folder: from } });
      },
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

const maxCommentColumns = 120;

/** The formatter does not wrap comments. */
const commentWidth = {
  meta: {
    type: 'layout',
    schema: [],
    messages: { width: `a line of a comment has at most ${maxCommentColumns} columns` },
  },
  create(context) {
    return {
      Program() {
        const { lines } = context.sourceCode;
        for (const { loc } of context.sourceCode.getAllComments()) {
          for (let line = loc.start.line; line <= loc.end.line; line += 1) {
            if ((lines[line - 1]?.length ?? 0) <= maxCommentColumns) continue;
            const position = { line, column: 0 };
            context.report({ loc: { start: position, end: position }, messageId: 'width' });
          }
        }
      },
    };
  },
};

export default {
  meta: { name: 'understudy' },
  rules: {
    'comment-width': commentWidth,
    'folder-order': folderOrder,
    'resolve-in-runtime-only': resolveInRuntimeOnly,
  },
};
