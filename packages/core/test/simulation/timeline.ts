import type { Run } from './run.ts';

interface Moment {
  readonly at: number;
  readonly what: string;
}

/** A run as a person can read it: what was set up, what happened when, which promises broke. */
export function describeRun({ scenario, records, answers, told, violations }: Run): string {
  const moments: Moment[] = [
    ...answers.flatMap(({ target, caller, fault, startedAt, closedAt }) => [
      { at: startedAt, what: `${target} begins to answer ${caller}: ${fault}` },
      ...(closedAt === undefined
        ? []
        : [{ at: closedAt, what: `${target} is closed (${caller}, ${fault})` }]),
    ]),
    ...told.map(({ at, event }) => ({
      at,
      what:
        event.type === 'breaker'
          ? `breaker of ${event.provider}: ${event.state}`
          : `${event.type} ${event.attempt.provider} ${event.attempt.outcome} ${event.attempt.error?.code ?? ''}`,
    })),
    ...records.flatMap(({ caller, startedAt, goneAt, endedAt, outcome, error, texts }) => [
      { at: startedAt, what: `${caller.id} asks, reads ${caller.reads}` },
      ...(goneAt === undefined ? [] : [{ at: goneAt, what: `${caller.id} has gone` }]),
      {
        at: endedAt ?? Number.NaN,
        what: `${caller.id} ends: ${outcome} ${tell(error)} ${JSON.stringify(texts)}`,
      },
    ]),
  ];
  const lines = moments
    .toSorted((left, right) => left.at - right.at)
    .map(({ at, what }) => `${at.toFixed(1).padStart(10)} ms  ${what}`);
  return [
    `seed ${scenario.seed}`,
    JSON.stringify({ chain: scenario.chain, targets: scenario.targets }),
    JSON.stringify(scenario.callers),
    ...lines,
    ...violations.map((violation) => `BROKEN: ${violation}`),
  ].join('\n');
}

function tell(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
