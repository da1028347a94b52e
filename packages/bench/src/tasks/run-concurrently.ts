/** Runs `work` `count` times, `concurrency` at a time. */
export async function runConcurrently(
  count: number,
  concurrency: number,
  work: () => Promise<void>,
): Promise<void> {
  let started = 0;
  const run = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
}
