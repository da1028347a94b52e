import process from 'node:process';

import { readArguments } from './arguments/read-arguments.ts';
import type { BenchArguments } from './arguments/read-arguments.ts';
import { describeMachine, renderMachine } from './report/machine.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios/scenarios.ts';

async function run(args: BenchArguments): Promise<void> {
  const { names, json } = args;
  const selected = scenarios.filter(({ name, kind }) =>
    names.length > 0 ? names.includes(name) : kind === 'comparison',
  );
  const machine = describeMachine();
  if (!json) print(`${renderMachine(machine)}; ${args.repetitions} repetitions\n`);
  const results: object[] = [];
  for (const scenario of selected) {
    const { text, data } = await runScenario(scenario, args);
    results.push(data);
    if (!json) print(`${text}\n`);
  }
  if (json) print(JSON.stringify({ machine, scenarios: results }, undefined, 2));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  const known = scenarios.map(({ name }) => name);
  await run(readArguments(process.argv.slice(2), known));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
