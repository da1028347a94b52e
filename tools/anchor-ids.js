/** A remark plugin that accepts `<a id="here">` as the target of a link, as GitHub does. */
export default function anchorIds() {
  return (tree) => {
    const nodes = [tree];
    for (const node of nodes) {
      const id = node.type === 'html' && /^<a id="([^"]+)">/.exec(node.value)?.[1];
      if (id) node.data = { hProperties: { id } };
      nodes.push(...(node.children ?? []));
    }
  };
}
