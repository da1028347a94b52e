import type { TestRunner } from '@understudy/conformance';

/** The result of one test. */
export interface RecordedClause {
  readonly id: string;
  readonly name: string;
  /** The message of the failure. Undefined if the test passed. */
  readonly message: string | undefined;
}

/** Runs the tests that a suite registers, one after the other. Returns their results. */
export async function record(
  register: (runner: TestRunner) => void,
  isSelected: (name: string) => boolean = () => true,
): Promise<readonly RecordedClause[]> {
  const tests: (readonly [name: string, run: () => Promise<void>])[] = [];
  register({
    describe: (_, define) => define(),
    it: (name, run) => void tests.push([name, run]),
  });
  const recorded: RecordedClause[] = [];
  for (const [name, run] of tests) {
    if (!isSelected(name)) continue;
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    const message = error === undefined ? undefined : String(Reflect.get(Object(error), 'message'));
    recorded.push({ id: name.split(':')[0] ?? '', name, message });
  }
  return recorded;
}

/** Runs the test of one clause. */
export async function recordClause(
  id: string,
  register: (runner: TestRunner) => void,
): Promise<RecordedClause> {
  const [recorded] = await record(register, (name) => name.startsWith(`${id}:`));
  if (!recorded) throw new Error(`no clause has the id ${id}`);
  return recorded;
}
