import type { AttemptSpan } from './attempt-spans.ts';
import { leavesOf } from './leaf-targets.ts';
import type { CallRecord, RunRecord } from './records.ts';

/** The longest pauses without probes, for a target without an alternative. */
const maxPauseMs = { first: 1000, last: 15_000 } as const;

/** A time in which the circuit breaker of the target does not change. */
interface Period {
  readonly isOpen: boolean;
  /** Whether the breaker opened for the first time in the run. */
  readonly isFirst: boolean;
  readonly from: number;
  readonly to: number;
}

/**
 * While chats wait for a target without an alternative, it is probed 1 s after its circuit breaker opened, and 15 s at
 * most if it opened again. No chat waits while it is closed.
 */
export function checkLoneTarget(run: RunRecord, spans: readonly AttemptSpan[]): readonly string[] {
  const { chain } = run.scenario;
  const [leaf, ...others] = leavesOf(chain);
  const { maxConcurrent, requestsPerMinute, tokensPerMinute } = leaf ?? {};
  const hasLimits = (maxConcurrent ?? requestsPerMinute ?? tokensPerMinute) !== undefined;
  const isPlain =
    others.length === 0 &&
    !hasLimits &&
    run.calls.every(({ caller }) => !caller.json && caller.pauseMs === 0);
  // A cooldown is another reason to wait.
  if (!isPlain || run.responses.some(({ cooldown }) => cooldown)) return [];
  return run.calls.flatMap((call) => {
    const wait = firstWaitOf(call, spans);
    return periodsOf(run).flatMap((period) => {
      const waitedMs = Math.min(wait.to, period.to) - Math.max(wait.from, period.from);
      const name = `${call.caller.id}: waited ${waitedMs} ms`;
      if (waitedMs <= 0) return [];
      if (!period.isOpen) return [`${name} while the breaker was closed`];
      const pauseMs = Math.min(wait.to, period.to) - period.from;
      const allowedMs = period.isFirst ? maxPauseMs.first : maxPauseMs.last;
      return pauseMs <= allowedMs ? [] : [`${name} without a probe ${pauseMs} ms after it opened`];
    });
  });
}

/** From the start of a chat to its first attempt, or to its end. */
function firstWaitOf(call: CallRecord, spans: readonly AttemptSpan[]): Pick<Period, 'from' | 'to'> {
  const first = spans.find((span) => span.call === call);
  const from = call.started.at;
  return { from, to: first?.started.at ?? call.endedAt ?? from };
}

/** Without the times in which the breaker was half-open, when chats wait for the result of the probe. */
function periodsOf({ telemetry, close }: RunRecord): readonly Period[] {
  const periods: Period[] = [];
  let state = 'closed';
  let from = 0;
  let openings = 0;
  const end = (to: number): void => {
    if (state === 'half-open') return;
    periods.push({ isOpen: state === 'open', isFirst: openings === 1, from, to });
  };
  for (const { moment, event } of telemetry) {
    if (event.type !== 'breaker') continue;
    end(moment.at);
    if (event.state === 'open') openings += 1;
    ({ state } = event);
    from = moment.at;
  }
  end(close.called.at);
  return periods;
}
