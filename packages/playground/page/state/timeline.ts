import type { Attempt } from '@understudy/core';

/** A part of a bar, in milliseconds from the start of the axis. */
export interface Segment {
  readonly kind: 'queued' | 'waiting' | 'streaming' | 'failed' | 'pause';
  readonly fromMs: number;
  readonly toMs: number;
}

/** The axis that all bars share. */
export interface Axis {
  /** Wall-clock time of the server at its start. */
  readonly startedAt: number;
  readonly lengthMs: number;
  readonly ticks: readonly number[];
}

const minLengthMs = 1000;
const tickSteps = [100, 200, 250, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 300_000];

/** Returns the axis for attempts at a time of the server. Its length grows in steps, so that the bars rarely move. */
export function createAxis(attempts: readonly Attempt[], now: number): Axis {
  const startedAt = Math.min(
    ...attempts.map(({ startedAt: start, queuedMs = 0 }) => start - queuedMs),
  );
  const endMs = Math.max(...attempts.map((each) => endOf(each, now) - startedAt), minLengthMs);
  const step = tickSteps.find((each) => endMs / each <= 5) ?? 600_000;
  const count = Math.ceil(endMs / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { startedAt, lengthMs: count * step, ticks };
}

/** Returns the parts of the bar of an attempt. */
export function createSegments(
  attempt: Attempt,
  { startedAt }: Axis,
  now: number,
): readonly Segment[] {
  const { queuedMs = 0, firstContentMs, totalMs, outcome, next } = attempt;
  if (outcome === 'skipped') return [];
  const start = attempt.startedAt - startedAt;
  const end = start + (totalMs ?? Math.max(now - attempt.startedAt, 0));
  const content = Math.min(start + (firstContentMs ?? Infinity), end);
  const segments: readonly Segment[] = [
    { kind: 'queued', fromMs: start - queuedMs, toMs: start },
    { kind: 'waiting', fromMs: start, toMs: content },
    { kind: outcome === 'failed' ? 'failed' : 'streaming', fromMs: content, toMs: end },
    { kind: 'pause', fromMs: end, toMs: end + (next?.delayMs ?? 0) },
  ];
  return segments.filter(({ fromMs, toMs }) => toMs > fromMs);
}

function endOf({ startedAt, totalMs, outcome, next }: Attempt, now: number): number {
  if (outcome === 'running') return now;
  return startedAt + (totalMs ?? 0) + (next?.delayMs ?? 0);
}
