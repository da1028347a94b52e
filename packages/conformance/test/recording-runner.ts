import type { TestRunner } from '@understudy/conformance';

/** One clause as it was run. */
export interface RecordedClause {
  readonly id: string;
  readonly name: string;
  /** Undefined where the clause holds. */
  readonly message: string | undefined;
}

/** Runs what a suite registers, in order, and keeps how each went. */
export async function record(
  register: (runner: TestRunner) => void,
  isWanted: (name: string) => boolean = () => true,
): Promise<readonly RecordedClause[]> {
  const tests: (readonly [name: string, run: () => Promise<void>])[] = [];
  register({
    describe: (_, define) => define(),
    it: (name, run) => void tests.push([name, run]),
  });
  const recorded: RecordedClause[] = [];
  for (const [name, run] of tests) {
    if (!isWanted(name)) continue;
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    const message = error === undefined ? undefined : String(Reflect.get(Object(error), 'message'));
    recorded.push({ id: name.split(':')[0] ?? '', name, message });
  }
  return recorded;
}
