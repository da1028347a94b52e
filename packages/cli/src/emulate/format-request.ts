import type { Output } from '../cli-ports.ts';
import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { formatDuration } from '../render/format-quantity.ts';
import { type Style, paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { shorten } from '../render/wrap/shorten.ts';
import { textWidth } from '../render/wrap/text-width.ts';

interface Column {
  readonly text: string;
  readonly style?: Style;
}

/**
 * Formats a request of an emulator as one line: time, status, duration, method and path, then fault,
 * ending, script and model.
 *
 * The line fits the terminal: a long path is shortened, and trailing columns that do not fit are
 * omitted.
 */
export function formatRequest(request: LoggedRequest, output: Output): string {
  const { method, path, status, startedAtMs, endedAtMs } = request;
  const duration = endedAtMs === undefined ? '…' : formatDuration(endedAtMs - startedAtMs);
  const timing: readonly Column[] = [
    { text: new Date(startedAtMs).toLocaleTimeString('en-GB'), style: 'dim' },
    { text: String(status ?? '–').padStart(3), style: (status ?? 500) < 400 ? 'green' : 'red' },
    { text: duration.padStart(6) },
  ];
  const terminalColumns = output.columns ?? Infinity;
  const operation = {
    text: shorten(printable(`${method} ${path}`), terminalColumns - measure(timing) - gap.length),
  };
  const line: Column[] = [...timing, operation];
  for (const detail of detailsOf(request)) {
    if (measure([...line, detail]) > terminalColumns) break;
    line.push(detail);
  }
  return line.map(({ text, style }) => (style ? paint(style, text, output) : text)).join(gap);
}

const gap = '  ';

function detailsOf({ fault, ending, script, model }: LoggedRequest): readonly Column[] {
  const details: readonly Column[] = [
    { text: fault ?? '', style: 'yellow' },
    { text: ending === 'finished' ? '' : (ending ?? 'open'), style: 'yellow' },
    { text: script === undefined ? '' : `script ${printable(script)}`, style: 'dim' },
    { text: printable(model ?? ''), style: 'dim' },
  ];
  return details.filter(({ text }) => text !== '');
}

function measure(columns: readonly Column[]): number {
  return textWidth(columns.map(({ text }) => text).join(gap));
}
