import type { Attempt } from '@understudy/core';

import type { Moment } from './journal.ts';
import type { CallRecord, RunRecord } from './records.ts';

/** One attempt, as telemetry reported it. */
export interface AttemptSpan {
  readonly call: CallRecord;
  readonly target: string;
  readonly started: Moment;
  /** Undefined if no end was reported, which is a violation of its own. */
  ended: Moment | undefined;
  /** The entry of the attempt log at the end. */
  attempt: Attempt;
}

/** Returns the attempts of a run in the order of their starts. */
export function toSpans({ telemetry, calls }: RunRecord): readonly AttemptSpan[] {
  const callOf = new Map(calls.map((call) => [call.chatId, call]));
  const spans = new Map<string, AttemptSpan>();
  for (const { moment, event } of telemetry) {
    if (!('attempt' in event) || event.attempt.outcome === 'skipped') continue;
    const { attempt, chatId } = event;
    const key = `${chatId} ${attempt.number}`;
    const span = spans.get(key);
    const call = callOf.get(chatId);
    if (span && event.type === 'attempt-end') {
      span.ended = moment;
      span.attempt = attempt;
    } else if (!span && call) {
      const target = `${attempt.provider}/${attempt.model}`;
      spans.set(key, { call, target, started: moment, ended: undefined, attempt });
    }
  }
  return [...spans.values()];
}

/** Whether an attempt was in flight when another one started. */
export function isRunningAt({ started, ended }: AttemptSpan, { order }: Moment): boolean {
  return started.order < order && (!ended || ended.order > order);
}
