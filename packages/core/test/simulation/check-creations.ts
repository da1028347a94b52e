import { endOf, roundingMs, startOf } from './check-attempts.ts';
import type { CreationRecord, RunRecord } from './records.ts';

/**
 * Every provider that was created is closed once. A creation that hangs fails only the attempts that waited
 * for it, each after its own limit.
 */
export function checkCreations(run: RunRecord): readonly string[] {
  const closes = run.creations.flatMap(({ target, created, closes: { length } }) => {
    if (length === (created ? 1 : 0)) return [];
    return [`the provider of ${target} was closed ${length} times`];
  });
  const limits = run.calls.flatMap((call) => {
    const failed = call.attempts.filter(
      ({ outcome, requests }) => outcome === 'failed' && requests === 0,
    );
    return failed.flatMap((attempt) => {
      const name = `${call.caller.id}: attempt ${attempt.number}`;
      const waitsFor = (creation: CreationRecord): boolean =>
        creation.target === attempt.provider &&
        creation.started.at <= endOf(attempt) + roundingMs &&
        waitingEnd(creation, run) >= startOf(attempt) - roundingMs &&
        (!creation.created || creation.created.at >= startOf(attempt) - roundingMs);
      if (!run.creations.some(waitsFor)) return [`${name} failed without a creation in flight`];
      const isEarly =
        attempt.error?.message.includes('createMs') === true &&
        endOf(attempt) < startOf(attempt) + createMsOf(run) - roundingMs;
      return isEarly ? [`${name} did not wait for the creation until its limit`] : [];
    });
  });
  return [...closes, ...limits];
}

/** When the last attempt that waited for a creation stopped waiting, if it did not end before. */
export function waitingEnd({ target, started }: CreationRecord, run: RunRecord): number {
  const next = run.creations.find(
    (other) => other.target === target && other.started.at > started.at,
  );
  const until = next?.started.at ?? Number.POSITIVE_INFINITY;
  const starts = run.calls
    .flatMap(({ attempts }) => attempts)
    .filter(({ provider, outcome }) => provider === target && outcome !== 'skipped')
    .map(startOf)
    .filter((at) => at >= started.at && at < until - roundingMs);
  return Math.max(started.at, ...starts) + createMsOf(run);
}

function createMsOf({ scenario }: RunRecord): number {
  return scenario.chain.timeouts?.createMs ?? 30_000;
}
