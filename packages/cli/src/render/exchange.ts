import type { Output } from '../cli-ports.ts';
import type { SeenRequest } from '../framework/framework.ts';
import { formatDuration } from './duration.ts';
import { printable } from './printable.ts';
import { type Style, paint } from './style.ts';

interface Note {
  readonly text: string;
  readonly style: Style;
}

/**
 * One request of an emulator in a line: when, status, how long it took, what was asked, what was played
 * and how it ended. On a terminal, notes that find no room are left out, the last first.
 */
export function formatExchange(request: SeenRequest, output: Output): string {
  const { method, path, status, startedAtMs, endedAtMs } = request;
  const time = new Date(startedAtMs).toLocaleTimeString('en-GB');
  const shown = String(status ?? '–').padStart(3);
  const took = endedAtMs === undefined ? '…' : formatDuration(endedAtMs - startedAtMs);
  const asked = printable(`${method} ${path}`);
  const end = took.padStart(7);
  const width = [time, shown, end, asked].join('  ').length;
  const failed = status === undefined || status >= 400;
  return [
    paint('dim', time, output),
    paint(failed ? 'red' : 'green', shown, output),
    end,
    asked,
    ...takeFitting(describe(request), (output.columns ?? Infinity) - width).map(({ text, style }) =>
      paint(style, text, output),
    ),
  ].join('  ');
}

function describe({ fault, ending, script, model }: SeenRequest): readonly Note[] {
  const notes = [
    { text: fault ?? '', style: 'yellow' },
    { text: ending === undefined ? 'still open' : endings[ending], style: 'yellow' },
    { text: script === undefined ? '' : `script ${script}`, style: 'dim' },
    { text: model ?? '', style: 'dim' },
  ] as const;
  return notes
    .map(({ text, style }) => ({ text: printable(text), style }))
    .filter(({ text }) => text !== '');
}

const endings = {
  finished: '',
  left: 'left by the client',
  dropped: 'dropped',
  closed: 'cut by Ctrl-C',
} as const;

function takeFitting(notes: readonly Note[], room: number): readonly Note[] {
  let left = room;
  return notes.filter(({ text }) => (left -= text.length + 2) >= 0);
}
