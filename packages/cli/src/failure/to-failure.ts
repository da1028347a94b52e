import { Interruption } from '../interruption.ts';
import { CommandError } from './command-error.ts';
import type { Failure } from './failure.ts';

/** Converts any error into its exit code and its output. Loads core only for errors of core. */
export async function toFailure(thrown: unknown): Promise<Failure> {
  const error = unwrapSuppressed(thrown);
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

/**
 * Returns the original error if `await using` threw while it was handled, for example because
 * `close()` timed out. Checks the name, because Node.js 22 has no global `SuppressedError`.
 */
function unwrapSuppressed(error: unknown): unknown {
  const isSuppressed = error instanceof Error && error.name === 'SuppressedError';
  return isSuppressed ? unwrapSuppressed(Reflect.get(error, 'suppressed')) : error;
}
