import type { Attempt } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';

import type { ResponseRecord } from './records.ts';

/**
 * Returns the events of a response that a caller may receive, in order: those that were yielded up to the finish, with
 * a `response-start`. Without `progress`, which is passed on at once.
 */
export function eventsOf({ sent, target, model }: ResponseRecord): readonly ProviderEvent[] {
  const finish = sent.findIndex(({ type }) => type === 'finish');
  const read = finish === -1 ? sent : sent.slice(0, finish + 1);
  const events = read.filter(({ type }) => type !== 'progress');
  const first = events.findIndex(({ type }) => type !== 'raw');
  if (first === -1 || events[first]?.type === 'response-start') return events;
  return events.toSpliced(first, 0, { type: 'response-start', provider: target, model });
}

/** Returns the response of an attempt of a chat. Undefined if the attempt sent no request. */
export function responseOf(
  attempt: Attempt,
  attempts: readonly Attempt[],
  responses: readonly ResponseRecord[],
): ResponseRecord | undefined {
  const { provider, model } = attempt;
  const sent = attempts.filter(
    (other) => other.requests > 0 && other.provider === provider && other.model === model,
  );
  const index = sent.findIndex(({ number }) => number === attempt.number);
  return responses.filter((other) => other.target === provider && other.model === model)[index];
}
