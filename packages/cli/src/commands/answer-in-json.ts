import { describeFailure } from '../failure/describe-failure.ts';
import { formatFailure } from '../render/show-failure.ts';
import type { CommandContext } from './command-context.ts';

/** Runs what prints lines of JSON; an error is the last of them. */
export async function answerInJson(
  { ports, signal }: CommandContext,
  run: () => Promise<void>,
): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    if (!ports.stdout.writable) throw error;
    const failure = await describeFailure(signal.aborted ? signal.reason : error);
    ports.stdout.write(`${formatFailure(failure)}\n`);
    return failure.exitCode;
  }
}
