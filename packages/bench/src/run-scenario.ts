import type { BenchArguments } from './arguments/read-arguments.ts';
import { runComparison } from './harness/run-comparison.ts';
import { runEndurance } from './harness/run-endurance.ts';
import type { Scenario } from './harness/scenario.ts';
import { reportComparison } from './report/report-comparison.ts';
import { reportEndurance } from './report/report-endurance.ts';
import type { Report } from './report/report.ts';
import { compare } from './statistics/compare.ts';

/** The result of a scenario. */
export interface ScenarioRun {
  readonly report: Report;
  /** For example `9 repetitions`. */
  readonly extent: string;
  /** Every sample, for `--json`. */
  readonly data: object;
}

export async function runScenario(
  scenario: Scenario,
  { minutes, profile, ...args }: BenchArguments,
): Promise<ScenarioRun> {
  const { name } = scenario;
  const execArguments = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  if (scenario.kind === 'endurance') {
    const results = await runEndurance(scenario, { minutes, execArguments });
    const report = reportEndurance(scenario, results);
    return { report, extent: `${minutes} minutes per contestant`, data: { name, results } };
  }
  const repetitions = Math.max(args.repetitions, scenario.minRepetitions ?? 0);
  const measured = await runComparison(scenario, { repetitions, execArguments });
  const measures = scenario.measures.map((measure) => ({
    ...measure,
    rows: compare(measured, measure),
  }));
  const report = reportComparison(scenario, measured);
  const data = { name, repetitions, measures, measured };
  return { report, extent: `${repetitions} repetitions`, data };
}
