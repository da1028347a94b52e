import type { Attempt, ChainOptions } from '@understudy/core';
import { errorRules, isUnderstudyError } from '@understudy/core';

import { hasMinuteLimits, maxAttemptsOf } from './leaf-targets.ts';
import type { CallRecord, ResponseRecord, RunRecord } from './records.ts';

/** The attempt log has rounded times. */
export const roundingMs = 0.11;
/** The wall-clock time at which the virtual clock starts. */
const wallStart = 1_700_000_000_000;

export const startOf = ({ startedAt }: Attempt): number => startedAt - wallStart;
export const endOf = (attempt: Attempt): number => startOf(attempt) + (attempt.totalMs ?? 0);

/** The attempt log equals what the providers recorded and what the caller received. */
export function checkAttempts(
  { attempts, attemptsChanged, outcome, events }: CallRecord,
  received: readonly ResponseRecord[],
): readonly string[] {
  const found: string[] = [];
  // A hedged attempt can send its request first, while the first attempt waits for its provider.
  const sent = attempts
    .filter(({ requests }) => requests > 0)
    .toSorted((left, right) => compareTexts(keyOf(left), keyOf(right)));
  const responses = received.toSorted((left, right) =>
    compareTexts(`${left.target}/${left.model}`, `${right.target}/${right.model}`),
  );
  const logged = sent.map(keyOf).join(' ');
  const recorded = responses.map(({ target, model }) => `${target}/${model}`).join(' ');
  if (logged !== recorded)
    found.push(`the attempt log has "${logged}", the providers recorded "${recorded}"`);
  const threw = responses.some(({ fault }) => fault === 'throws-a-string');
  if (!threw && attempts.some(({ error }) => error?.code === 'internal'))
    found.push('an internal error that no provider threw');
  for (const [index, attempt] of sent.entries()) {
    const response = responses[index];
    if (response) found.push(...checkAttempt(attempt, response));
  }
  if (attemptsChanged) found.push('the attempt log changed after the chat had ended');
  if (attempts.some((attempt) => attempt.outcome === 'running'))
    found.push('an attempt is running');
  const succeeded = attempts.filter((attempt) => attempt.outcome === 'succeeded').length;
  if (succeeded > 1 || (outcome === 'done' && succeeded === 0))
    found.push(`ended as "${outcome}" with ${succeeded} attempts that succeeded`);
  const ends = events.flatMap((event) => (event.type === 'attempt-end' ? event.attemptNumber : []));
  if (new Set(ends).size < ends.length)
    found.push('received two attempt-end events of one attempt');
  return found;
}

function keyOf({ provider, model }: Attempt): string {
  return `${provider}/${model}`;
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function checkAttempt(attempt: Attempt, response: ResponseRecord): readonly string[] {
  const { number, outcome, requests } = attempt;
  const sent = response.requests.length;
  const found: string[] = [];
  if (outcome === 'succeeded' && !response.finished)
    found.push(`attempt ${number} succeeded without a finish`);
  if (requests !== sent)
    found.push(`attempt ${number} counts ${requests} requests instead of ${sent}`);
  return found;
}

/**
 * A chat of whose response nobody has read anything fails only when it has tried or skipped every target, unless one of
 * its errors allows no fallback. The last error is not always that of the last attempt, because of hedges.
 */
export function checkFallback(
  { caller, outcome, error, attempts }: CallRecord,
  { scenario: { chain, targets } }: RunRecord,
): readonly string[] {
  if (caller.reads !== 'response' || outcome !== 'failed') return [];
  const failed = attempts.filter((attempt) => attempt.outcome === 'failed');
  const codes = failed.map((attempt) => attempt.error?.code ?? '');
  const isFallback = codes.every((code) => allowsFallback(code, chain.errorRules));
  if (!isUnderstudyError(error) || codes.length === 0 || !isFallback) return [];
  const isDeadline = Reflect.get(error, 'phase') === 'deadline';
  const requests = attempts.reduce((sum, attempt) => sum + attempt.requests, 0);
  const maxAttempts = maxAttemptsOf(chain);
  if (isDeadline || error.code === 'closed' || requests >= maxAttempts) return [];
  const known = new Set(attempts.map(({ provider }) => provider));
  return targets
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => `failed after ${codes.join(', ')} without an attempt at ${id}`);
}

function allowsFallback(code: string, overrides: ChainOptions['errorRules'] = {}): boolean {
  const rule = Object.entries(errorRules).find(([known]) => known === code)?.[1];
  const override = Object.entries(overrides).find(([known]) => known === code)?.[1];
  return (override?.fallback ?? rule?.fallback) === 'yes';
}

/**
 * A wait ends at the instant that was decided when the attempt failed, or at the next pull if that is later.
 * Other callers, hedges and limits can change what a target allows, so only a caller that is alone is checked.
 */
export function checkWaits(call: CallRecord, { scenario }: RunRecord): readonly string[] {
  const { chain, callers } = scenario;
  if (callers.length > 1 || chain.hedge || hasMinuteLimits(chain)) return [];
  const attempts = call.attempts.filter(({ outcome }) => outcome !== 'skipped');
  return attempts.flatMap((attempt, index) => {
    const next = attempts[index + 1];
    if (!attempt.next || !next) return [];
    const startedAt = startOf(next);
    const pulledAt = call.pulls.filter((at) => at <= startedAt + roundingMs).at(-1) ?? 0;
    // The delay is rounded up to whole milliseconds, and the wait is not.
    const latest = endOf(attempt) + attempt.next.delayMs;
    const dueAt = Math.max(Math.min(startedAt, latest), latest - 1, pulledAt);
    if (Math.abs(startedAt - dueAt) <= roundingMs) return [];
    return [`attempt ${next.number} started at ${startedAt} instead of ${dueAt}`];
  });
}
