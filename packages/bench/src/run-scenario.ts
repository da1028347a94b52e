import type { BenchArguments } from './arguments/read-arguments.ts';
import { runComparison } from './harness/run-comparison.ts';
import { runEndurance } from './harness/run-endurance.ts';
import type { Scenario } from './harness/scenario.ts';
import { renderComparison } from './report/render-comparison.ts';
import { renderEndurance } from './report/render-endurance.ts';
import { compare } from './statistics/compare.ts';

/** The result of a scenario as text and as JSON. */
export interface ScenarioReport {
  readonly text: string;
  readonly data: object;
}

export async function runScenario(
  scenario: Scenario,
  { minutes, profile, ...args }: BenchArguments,
): Promise<ScenarioReport> {
  const execArguments = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  if (scenario.kind === 'endurance') {
    const results = await runEndurance(scenario, { minutes, execArguments });
    return { text: renderEndurance(scenario, results), data: { name: scenario.name, results } };
  }
  const repetitions = Math.max(args.repetitions, scenario.minRepetitions ?? 0);
  const measured = await runComparison(scenario, { repetitions, execArguments });
  const measures = scenario.measures.map((measure) => ({
    ...measure,
    rows: compare(measured, measure),
  }));
  const data = { name: scenario.name, repetitions, measures, measured };
  return { text: renderComparison(scenario, measured), data };
}
