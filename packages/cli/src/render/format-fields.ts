import type { Output } from '../cli-ports.ts';
import { formatColumns } from './format-columns.ts';
import type { Style } from './paint.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';
import { padText, textWidth } from './wrap/text-width.ts';
import { indentLines, wrapWords } from './wrap/wrap-words.ts';

/** A name and its description. */
export type Field = readonly [name: string, text: string];

export interface FieldsLayout {
  /** Number of spaces before each line. @defaultValue 2 */
  readonly indent?: number;
  /** Minimum width of the names, to align several lists. @defaultValue 0 */
  readonly nameWidth?: number;
  /** Returns the style of a name. @defaultValue 'dim' for all names */
  readonly styleOf?: (name: string) => Style;
}

/** Formats fields in two columns: wrapped on a terminal, one line per field elsewhere. */
export function formatFields(
  fields: readonly Field[],
  output: Output,
  { indent = 2, nameWidth = 0, styleOf = () => 'dim' }: FieldsLayout = {},
): string {
  if (fields.length === 0) return '';
  const width = Math.max(nameWidth, ...fields.map(([name]) => textWidth(name)));
  const margin = indent + width + 2;
  const columns = formatColumns(
    ['left', 'left'],
    fields.map(([name, text]) => [
      paint(styleOf(name), padText(name, width), output),
      wrapWords(printable(text), output, margin),
    ]),
  );
  return indentLines(columns, indent);
}
