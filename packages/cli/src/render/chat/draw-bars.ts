import type { Attempt } from '@understudy/core';

/** An attempt on the axis of its chat, in cells of text. */
export interface AttemptBar {
  readonly before: string;
  readonly waiting: string;
  readonly streaming: string;
  /** Where it failed. */
  readonly mark: string;
}

const blank: AttemptBar = { before: '', waiting: '', streaming: '', mark: '' };

/**
 * A bar for each attempt: thin while it waited, thick while text came, a cross where it failed. All
 * have one axis, from the start of the first attempt to the end of the last; a gap is a wait.
 */
export function drawBars(attempts: readonly Attempt[], width: number): readonly AttemptBar[] {
  const start = attempts[0]?.startedAt ?? 0;
  const tried = attempts.filter(({ outcome }) => outcome !== 'skipped');
  const span = Math.max(1, ...tried.map((attempt) => endOf(attempt) - start));
  return attempts.map((attempt) =>
    attempt.outcome === 'skipped'
      ? blank
      : drawBar(attempt, (time) => Math.round(((time - start) / span) * width), width),
  );
}

function drawBar(attempt: Attempt, cellOf: (time: number) => number, width: number): AttemptBar {
  const { startedAt, firstContentMs, outcome } = attempt;
  const from = clamp(cellOf(startedAt), 0, width - 1);
  const to = clamp(cellOf(endOf(attempt)), from + 1, width);
  const mark = outcome === 'failed' ? '×' : '';
  const end = to - mark.length;
  const content =
    firstContentMs === undefined
      ? end
      : clamp(cellOf(startedAt + firstContentMs), from, Math.max(from, end - 1));
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

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
