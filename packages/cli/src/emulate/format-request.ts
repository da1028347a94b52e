import type { Output } from '../cli-ports.ts';
import type { LoggedRequest } from '../packages/understudy-packages.ts';
import { formatDuration } from '../render/format-quantity.ts';
import { printable } from '../render/printable.ts';
import { shorten } from '../render/shorten.ts';
import { type Style, paint } from '../render/style.ts';

interface Piece {
  readonly text: string;
  readonly style?: Style;
}

/**
 * One request of an emulator in a line: when, status, how long it took, what was asked, what was played
 * and how it ended. A terminal is never too narrow: a long path is cut, and of the notes those are left
 * out that find no room, the last first.
 */
export function formatRequest(request: LoggedRequest, output: Output): string {
  const { method, path, status, startedAtMs, endedAtMs } = request;
  const took = endedAtMs === undefined ? '…' : formatDuration(endedAtMs - startedAtMs);
  const times: readonly Piece[] = [
    { text: new Date(startedAtMs).toLocaleTimeString('en-GB'), style: 'dim' },
    { text: String(status ?? '–').padStart(3), style: (status ?? 500) < 400 ? 'green' : 'red' },
    { text: took.padStart(6) },
  ];
  const columns = output.columns ?? Infinity;
  const asked = {
    text: shorten(printable(`${method} ${path}`), columns - measure(times) - gap.length),
  };
  const line: Piece[] = [...times, asked];
  for (const note of describe(request)) {
    if (measure([...line, note]) > columns) break;
    line.push(note);
  }
  return line.map(({ text, style }) => (style ? paint(style, text, output) : text)).join(gap);
}

const gap = '  ';

function describe({ fault, ending, script, model }: LoggedRequest): readonly Piece[] {
  const notes: readonly Piece[] = [
    { text: fault ?? '', style: 'yellow' },
    { text: ending === 'finished' ? '' : (ending ?? 'open'), style: 'yellow' },
    { text: script === undefined ? '' : `script ${printable(script)}`, style: 'dim' },
    { text: printable(model ?? ''), style: 'dim' },
  ];
  return notes.filter(({ text }) => text !== '');
}

function measure(pieces: readonly Piece[]): number {
  return pieces.map(({ text }) => text).join(gap).length;
}
