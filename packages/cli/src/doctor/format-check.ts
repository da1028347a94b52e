import { formatCount } from '@understudy/core/internal';

import type { Output } from '../cli-ports.ts';
import type { Style } from '../render/paint.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { terminalWidth } from '../render/wrap/terminal-width.ts';
import { textWidth } from '../render/wrap/text-width.ts';
import { indentLines, wrapWords } from '../render/wrap/wrap-words.ts';
import type { Check } from './check.ts';

const marks = {
  ok: { sign: '✓', style: 'green' },
  warning: { sign: '!', style: 'yellow' },
  failed: { sign: '✗', style: 'red' },
  skipped: { sign: '–', style: 'dim' },
} as const satisfies Record<Check['status'], { readonly sign: string; readonly style: Style }>;

/** Indent, mark and a space. */
const markWidth = 4;
/** With less space beside the name, the text starts on the next line. */
const minTextWidth = 24;

/**
 * Formats a check: mark, name and summary, then the message and the hint of a failure.
 *
 * @param shownHints - hints that the report contains already. They are not repeated. A new hint is added.
 */
export function formatCheck(
  check: Check,
  nameWidth: number,
  output: Output,
  shownHints: Set<string> = new Set(),
): string {
  const { name, status, summary, failure } = check;
  const { sign, style } = marks[status];
  const fitsBesideName =
    output.isTTY !== true || terminalWidth(output) - markWidth - nameWidth >= minTextWidth;
  const margin = markWidth + (fitsBesideName ? nameWidth + 2 : 2);
  const format = (text: string, textStyle?: Style): string => {
    const wrapped = wrapWords(printable(text), output, margin);
    return textStyle === undefined ? wrapped : paint(textStyle, wrapped, output);
  };
  const head = `  ${paint(style, sign, output)} ${printable(name)}`;
  const { message, hint } = failure?.text ?? {};
  const newHint = hint !== undefined && !shownHints.has(hint) ? hint : undefined;
  if (newHint !== undefined) shownHints.add(newHint);
  const lines = [
    format(summary, status === 'skipped' ? 'dim' : undefined),
    ...(message === undefined ? [] : [format(message)]),
    ...(newHint === undefined ? [] : [format(newHint, 'dim')]),
  ];
  const body = lines.join('\n');
  return fitsBesideName
    ? indentLines(body, margin, head + ' '.repeat(nameWidth - textWidth(name) + 2))
    : `${head}\n${indentLines(body, margin)}`;
}

/** Summarizes all checks in one or two sentences. */
export function summarizeChecks(checks: readonly Check[]): string {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  if (failed > 0) return `${formatCount(failed, 'check')} failed.`;
  const reachable = checks.filter(({ checkedBy }) => checkedBy).length;
  const unchecked = checks.filter(({ configured, checkedBy }) => configured && !checkedBy).length;
  if (reachable > 0 && unchecked > 0) {
    const providers = `${formatCount(reachable, 'provider')} ${reachable === 1 ? 'is' : 'are'}`;
    return `${providers} reachable. ${unchecked} cannot be checked without a prompt.`;
  }
  if (reachable > 0) return 'All configured providers are reachable.';
  if (unchecked > 0) return 'The configured providers cannot be checked without a prompt.';
  return 'No provider is configured. Set one of the variables above, or run "understudy demo".';
}
