import { endOf, startOf } from './check-attempts.ts';
import type { CreationRecord, RunRecord } from './records.ts';

/** Every provider that was created is closed once. A creation that hangs fails only the attempts that waited for it. */
export function checkCreations(run: RunRecord): readonly string[] {
  const closes = run.creations.flatMap(({ target, created, closes: { length } }) => {
    if (length === (created ? 1 : 0)) return [];
    return [`the provider of ${target} was closed ${length} times`];
  });
  const limits = run.calls.flatMap((call) => {
    const createMs = run.scenario.chain.timeouts?.createMs ?? 30_000;
    const failed = call.attempts.filter(
      ({ outcome, requests }) => outcome === 'failed' && requests === 0,
    );
    return failed.flatMap((attempt) => {
      const waitsFor = (creation: CreationRecord): boolean =>
        creation.target === attempt.provider &&
        creation.started.at <= endOf(attempt) + 0.11 &&
        creation.started.at + createMs >= startOf(attempt) - 0.11 &&
        (!creation.created || creation.created.at >= startOf(attempt) - 0.11);
      if (run.creations.some(waitsFor)) return [];
      return [`${call.caller.id}: attempt ${attempt.number} failed without a creation in flight`];
    });
  });
  return [...closes, ...limits];
}
