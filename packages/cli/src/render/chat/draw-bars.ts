import type { Attempt } from '@understudy/core';

/** The bar of an attempt on the time axis of its chat, in characters. */
export interface AttemptBar {
  /** Spaces up to the start of the attempt. */
  readonly before: string;
  /** The time in the queue of the target, before the start. */
  readonly queued: string;
  readonly waiting: string;
  readonly streaming: string;
  /** `×` for a failed attempt. */
  readonly mark: string;
}

const emptyBar: AttemptBar = { before: '', queued: '', waiting: '', streaming: '', mark: '' };

/**
 * Draws a bar for each attempt: dotted while the chat waits in a queue, thin while the attempt waits, thick while it
 * streams, with a cross if it failed.
 *
 * All bars share one time axis, from the start of the first attempt or its wait in a queue to the end of the last. Any
 * other wait between two attempts is a gap. A skipped target has an empty bar.
 */
export function drawBars(attempts: readonly Attempt[], width: number): readonly AttemptBar[] {
  const started = attempts.filter(({ outcome }) => outcome !== 'skipped');
  const start = Math.min(...started.map(arrivalOf));
  const duration = Math.max(1, ...started.map((attempt) => endOf(attempt) - start));
  return attempts.map((attempt) =>
    attempt.outcome === 'skipped'
      ? emptyBar
      : drawBar(attempt, (time) => Math.round(((time - start) / duration) * width), width),
  );
}

function drawBar(attempt: Attempt, columnOf: (time: number) => number, width: number): AttemptBar {
  const { startedAt, firstContentMs, outcome } = attempt;
  const arrival = clamp(columnOf(arrivalOf(attempt)), 0, width - 1);
  // Every attempt gets at least one column, and its content at least one of them.
  const from = clamp(columnOf(startedAt), 0, width - 1);
  const to = clamp(columnOf(endOf(attempt)), from + 1, width);
  const mark = outcome === 'failed' ? '×' : '';
  const end = to - mark.length;
  const content =
    firstContentMs === undefined
      ? end
      : clamp(columnOf(startedAt + firstContentMs), from, Math.max(from, end - 1));
  return {
    before: ' '.repeat(arrival),
    queued: '┄'.repeat(from - arrival),
    waiting: '─'.repeat(content - from),
    streaming: '━'.repeat(end - content),
    mark,
  };
}

/** When the chat joined the queue of the target, or when the attempt started. */
function arrivalOf({ startedAt, queuedMs = 0 }: Attempt): number {
  return startedAt - queuedMs;
}

function endOf({ startedAt, totalMs = 0 }: Attempt): number {
  return startedAt + totalMs;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
