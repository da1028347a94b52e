import { Interruption } from '../interruption.ts';
import type { Failure } from './failure.ts';
import { UsageError } from './usage-error.ts';

/** What any error means for the one who called, and for the exit code. */
export async function describeFailure(error: unknown): Promise<Failure> {
  if (error instanceof UsageError) return describeUsage(error);
  const { describeError, describeInterruption } = await import('./describe-error.ts');
  return error instanceof Interruption ? describeInterruption(error) : describeError(error);
}

function describeUsage({ name, message, hint }: UsageError): Failure {
  return {
    exitCode: UsageError.exitCode,
    told: { label: 'error', message, hint },
    json: { name, code: 'usage', message, hint },
  };
}
