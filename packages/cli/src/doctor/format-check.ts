import type { Output } from '../cli-ports.ts';
import { count } from '../render/count.ts';
import { indentLines } from '../render/indent-lines.ts';
import { printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';
import { paint } from '../render/style.ts';
import { widthOf } from '../render/width.ts';
import { wrapWords } from '../render/wrap-words.ts';
import type { Check } from './check.ts';

const marks = {
  ok: { sign: '✓', style: 'green' },
  warning: { sign: '!', style: 'yellow' },
  failed: { sign: '✗', style: 'red' },
  skipped: { sign: '–', style: 'dim' },
} as const satisfies Record<Check['status'], { readonly sign: string; readonly style: Style }>;

/** The indent, the mark and the gap behind it. */
const markWidth = 4;
/** With less beside the name, the text has lines of its own. */
const leastBeside = 24;

/** A check in a line, and below it why it failed and what to do. */
export function formatCheck(check: Check, nameWidth: number, output: Output): string {
  const { name, status, summary, failure } = check;
  const { sign, style } = marks[status];
  const hasRoom = output.isTTY !== true || widthOf(output) - markWidth - nameWidth >= leastBeside;
  const margin = markWidth + (hasRoom ? nameWidth + 2 : 2);
  const text = (words: string, as?: Style): string => {
    const wrapped = wrapWords(printable(words), output, margin);
    return as === undefined ? wrapped : paint(as, wrapped, output);
  };
  const head = `  ${paint(style, sign, output)} ${printable(name)}`;
  const lines = [
    text(summary, status === 'skipped' ? 'dim' : undefined),
    ...(failure?.text ? [text(failure.text.message), text(failure.text.hint, 'dim')] : []),
  ];
  const body = lines.join('\n');
  return hasRoom
    ? indentLines(body, margin, head + ' '.repeat(nameWidth - name.length + 2))
    : `${head}\n${indentLines(body, margin)}`;
}

/** What came of all of them. */
export function describeChecks(checks: readonly Check[]): string {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  if (failed > 0) return `${count(failed, 'check')} failed.`;
  const tried = checks.filter(({ checkedBy }) => checkedBy).length;
  const untried = checks.filter(({ configured, checkedBy }) => configured && !checkedBy).length;
  if (tried > 0 && untried > 0) {
    return `${count(tried, 'provider')} can be asked; ${untried} can't be tried without asking a model.`;
  }
  if (tried > 0) return 'All that is set up can be asked.';
  if (untried > 0) return "What is set up can't be tried without asking a model.";
  return 'No provider is set up: set one of the variables above, or try "understudy demo".';
}
