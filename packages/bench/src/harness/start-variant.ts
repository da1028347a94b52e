import { BenchProcess } from './bench-process.ts';
import type { Scenario, Variant } from './scenario.ts';

/** Processes of one variant. The contestants have the order of their entries. */
export interface RunningVariant extends AsyncDisposable {
  readonly contestants: readonly BenchProcess[];
}

/** Starts the upstream, then the contestants. Disposal stops all of them. */
export async function startVariant(
  scenario: Scenario,
  variant: Variant,
  execArguments: readonly string[] = [],
): Promise<RunningVariant> {
  const names = [scenario.name, variant.name];
  const processes: BenchProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const running of processes.toReversed()) await running.stop();
  };
  try {
    const upstream =
      variant.startUpstream &&
      (await BenchProcess.start({ entry: 'upstream-main.ts', arguments: names }));
    if (upstream) processes.push(upstream);
    const contestants: BenchProcess[] = [];
    for (const { name } of variant.contestants) {
      const contestant = await BenchProcess.start({
        entry: 'contestant-main.ts',
        arguments: [...names, name, upstream?.url ?? ''],
        execArguments,
      });
      processes.push(contestant);
      contestants.push(contestant);
    }
    return { contestants, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
