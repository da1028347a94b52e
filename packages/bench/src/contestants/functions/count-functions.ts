import { Session } from 'node:inspector/promises';

/** Number of functions that were called, and of the files that contain them. */
export interface FunctionCount {
  readonly functions: number;
  readonly files: number;
}

/**
 * Counts the named functions that `work` calls in files whose URL matches `pattern`.
 *
 * Uses V8's precise coverage. Methods, accessors and generated names such as those of arrow functions in
 * constants count as named. A function is counted once, however often it is called.
 */
export async function countFunctions(
  pattern: RegExp,
  work: () => Promise<void>,
): Promise<FunctionCount> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const files = result
      .filter(({ url }) => pattern.test(url))
      .map(({ functions }) => functions.filter(wasCalled).length)
      .filter((functions) => functions > 0);
    const functions = files.reduce((sum, count) => sum + count, 0);
    return { functions, files: files.length };
  } finally {
    session.disconnect();
  }
}

/** The first range of a function is its complete body. */
function wasCalled({
  functionName,
  ranges,
}: {
  readonly functionName: string;
  readonly ranges: readonly { readonly count: number }[];
}): boolean {
  return functionName !== '' && (ranges[0]?.count ?? 0) > 0;
}
