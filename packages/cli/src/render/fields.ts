import type { Output } from '../cli-ports.ts';
import { formatColumns } from './columns.ts';
import { indentLines } from './indent-lines.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { paint } from './style.ts';
import { wrapWords } from './wrap-words.ts';

/** What is said of something, by name. */
export type Field = readonly [name: string, text: string];

export interface FieldsLayout {
  /** How many spaces stand before each line. @defaultValue 2 */
  readonly indent?: number;
  /** How wide the names are at least, so that sheets below each other align. @defaultValue 0 */
  readonly nameWidth?: number;
  /** @defaultValue 'dim' for each */
  readonly styleOf?: (name: string) => Style;
}

/** Names beside what is said of them; wrapped on a terminal, a line for each field in a pipe. */
export function formatFields(
  fields: readonly Field[],
  output: Output,
  { indent = 2, nameWidth = 0, styleOf = () => 'dim' }: FieldsLayout = {},
): string {
  if (fields.length === 0) return '';
  const width = Math.max(nameWidth, ...fields.map(([name]) => name.length));
  const margin = indent + width + 2;
  const sheet = formatColumns(
    ['left', 'left'],
    fields.map(([name, text]) => [
      paint(styleOf(name), name.padEnd(width), output),
      wrapWords(printable(text), output, margin),
    ]),
  );
  return indentLines(sheet, indent);
}
