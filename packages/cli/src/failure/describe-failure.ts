import { Interruption } from '../interruption.ts';
import { CommandError } from './command-error.ts';
import type { Failure } from './failure.ts';

/** Converts any error into its exit code and its output. Loads core only for errors of core. */
export async function describeFailure(error: unknown): Promise<Failure> {
  if (error instanceof CommandError) return describeCommandError(error);
  const { describeError, describeInterruption } = await import('./describe-error.ts');
  return error instanceof Interruption ? describeInterruption(error) : describeError(error);
}

function describeCommandError({ name, code, exitCode, message, hint }: CommandError): Failure {
  return {
    exitCode,
    code,
    text: { label: 'error', message, hint },
    json: { name, code, message, hint },
  };
}
