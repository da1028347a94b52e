import type { Attempt } from '@understudy/core';

import type { Moment } from './journal.ts';
import type { CallRecord, ResponseRecord, RunRecord } from './records.ts';

/** One attempt, as telemetry reported it. */
export interface AttemptSpan {
  readonly call: CallRecord;
  readonly target: string;
  readonly started: Moment;
  /** When the first request was sent. Undefined if none was. */
  readonly sent: Moment | undefined;
  /** Undefined if no end was reported, which is a violation of its own. */
  ended: Moment | undefined;
  /** The entry of the attempt log at the end. */
  attempt: Attempt;
}

/** Returns the attempts of a run in the order of their starts. */
export function toSpans({ telemetry, calls, responses }: RunRecord): readonly AttemptSpan[] {
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
      const sent = findRequest(responses, target, call, moment);
      spans.set(key, { call, target, started: moment, sent, ended: undefined, attempt });
    }
  }
  return [...spans.values()];
}

/**
 * Returns the first request of a caller to a target from a moment on. A caller has one attempt at a target at a time.
 */
function findRequest(
  responses: readonly ResponseRecord[],
  target: string,
  { caller }: CallRecord,
  from: Moment,
): Moment | undefined {
  return responses
    .filter((response) => `${response.target}/${response.model}` === target)
    .filter((response) => response.caller === caller.id)
    .flatMap(({ requests }) => requests)
    .filter(({ order }) => order > from.order)
    .toSorted((left, right) => left.order - right.order)[0];
}

/** Whether an attempt was in flight when another one started. */
export function isRunningAt({ started, ended }: AttemptSpan, { order }: Moment): boolean {
  return started.order < order && (!ended || ended.order > order);
}
