/** Renders rows as an aligned Markdown table. The first row is the header. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, column) => pad(cells[column] ?? '', width, column));
    return `| ${padded.join(' | ')} |`;
  };
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

/** The first two columns contain names, the others numbers. */
function isText(column: number): boolean {
  return column < 2;
}

function pad(cell: string, width: number, column: number): string {
  return isText(column) ? cell.padEnd(width) : cell.padStart(width);
}
