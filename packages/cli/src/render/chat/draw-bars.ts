import type { Attempt } from '@understudy/core';

/** The bar of an attempt on the time axis of its chat, in characters. */
export interface AttemptBar {
  /** Spaces up to the start of the attempt. */
  readonly before: string;
  readonly waiting: string;
  readonly streaming: string;
  /** `×` for a failed attempt. */
  readonly mark: string;
}

const emptyBar: AttemptBar = { before: '', waiting: '', streaming: '', mark: '' };

/**
 * Draws a bar for each attempt: thin while it waits, thick while it streams, with a cross if it
 * failed.
 *
 * All bars share one time axis, from the start of the first attempt to the end of the last. A wait
 * between two attempts is a gap. A skipped target has an empty bar.
 */
export function drawBars(attempts: readonly Attempt[], width: number): readonly AttemptBar[] {
  const start = attempts[0]?.startedAt ?? 0;
  const started = attempts.filter(({ outcome }) => outcome !== 'skipped');
  const duration = Math.max(1, ...started.map((attempt) => endOf(attempt) - start));
  return attempts.map((attempt) =>
    attempt.outcome === 'skipped'
      ? emptyBar
      : drawBar(attempt, (time) => Math.round(((time - start) / duration) * width), width),
  );
}

function drawBar(attempt: Attempt, columnOf: (time: number) => number, width: number): AttemptBar {
  const { startedAt, firstContentMs, outcome } = attempt;
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
    before: ' '.repeat(from),
    waiting: '─'.repeat(content - from),
    streaming: '━'.repeat(end - content),
    mark,
  };
}

function endOf({ startedAt, totalMs = 0 }: Attempt): number {
  return startedAt + totalMs;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
