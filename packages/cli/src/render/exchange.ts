import type { Output } from '../cli-ports.ts';
import type { EndedRequest } from '../framework/framework.ts';
import { printable } from './printable.ts';
import { paint } from './style.ts';

/** One request of an emulator in a line: what was asked, the status, what was played. */
export function formatExchange(request: EndedRequest, output: Output): string {
  const { method, path, status, fault, closedByClient } = request;
  const failed = status === undefined || status >= 400;
  const notes = [fault ?? '', closedByClient ? 'left by the client' : ''].filter(
    (note) => note !== '',
  );
  return [
    printable(`${method} ${path}`),
    paint(failed ? 'red' : 'green', String(status ?? 'no answer'), output),
    ...(notes.length === 0 ? [] : [paint('yellow', notes.join(', '), output)]),
  ].join('  ');
}
