import { BenchProcess } from './bench-process.ts';
import type { Scenario, Variant } from './scenario.ts';

/** The processes of one variant; contestants in the order of their entries. */
export interface RunningVariant extends AsyncDisposable {
  readonly contestants: readonly BenchProcess[];
}

/** Starts the upstream, then the contestants; disposing of it stops them all. */
export async function startVariant(
  scenario: Scenario,
  variant: Variant,
  execArguments: readonly string[] = [],
): Promise<RunningVariant> {
  const place = [scenario.name, variant.name];
  const processes: BenchProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const running of processes.toReversed()) await running.stop();
  };
  try {
    const upstream =
      variant.startUpstream &&
      (await BenchProcess.start({ entry: 'upstream-main.ts', arguments: place }));
    if (upstream) processes.push(upstream);
    const contestants: BenchProcess[] = [];
    for (const { name } of variant.contestants) {
      const contestant = await BenchProcess.start({
        entry: 'contestant-main.ts',
        arguments: [...place, name, upstream?.url ?? ''],
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
