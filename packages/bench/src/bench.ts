import process from 'node:process';

import { readArguments } from './arguments/read-arguments.ts';
import type { BenchArguments } from './arguments/read-arguments.ts';
import { describeMachine, renderMachine } from './report/machine.ts';
import { renderReport } from './report/report.ts';
import { saveResult } from './report/stored-results.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios/scenarios.ts';

const scenarioNames = scenarios.map(({ name }) => name);

async function run(args: BenchArguments): Promise<void> {
  const { names, json, save } = args;
  const selected = scenarios.filter(({ name, kind }) =>
    names.length > 0 ? names.includes(name) : kind === 'comparison',
  );
  const results: object[] = [];
  for (const scenario of selected) {
    const machine = describeMachine();
    const { report, extent, data } = await runScenario(scenario, args);
    results.push({ machine, ...data });
    const circumstances = `${renderMachine(machine)}, ${extent}`;
    if (!json) print(`${renderReport(report)}\n\n${circumstances}\n`);
    if (save) saveResult({ run: circumstances, report }, scenarioNames);
  }
  if (json) print(JSON.stringify({ scenarios: results }, undefined, 2));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await run(readArguments(process.argv.slice(2), scenarioNames));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
