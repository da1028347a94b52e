/** A remark plugin: `<a id="here">` is a place that a link may lead to, as it is on GitHub. */
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
