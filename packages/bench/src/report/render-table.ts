/** Rows as a Markdown table that is also straight on a terminal; the first row is the head. */
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

/** The two first columns name things, the others count. */
function isText(column: number): boolean {
  return column < 2;
}

function pad(cell: string, width: number, column: number): string {
  return isText(column) ? cell.padEnd(width) : cell.padStart(width);
}
