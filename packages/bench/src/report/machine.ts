import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import process from 'node:process';

/** The machine and the Node.js version of a run. */
export interface Machine {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly date: string;
  /** The abbreviated hash of the code. */
  readonly commit: string;
  /** Load average of the last minute at the start of the run. */
  readonly load: number;
}

export function describeMachine(): Machine {
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    load: loadavg()[0] ?? Number.NaN,
  };
}

export function renderMachine({ node, cpu, cores, date, commit, load }: Machine): string {
  const machine = `Node ${node}, ${cpu}, ${cores} cores, load ${load.toFixed(1)} at the start`;
  return `${date}, commit ${commit}, ${machine}`;
}
