import { ProviderError } from '../errors/provider-error.ts';

/** The chain's own time is over. */
export function deadlineError(): ProviderError {
  const message = 'expected the whole answer before the deadline (deadlineMs), and it did not come';
  return new ProviderError({ code: 'timeout', message, phase: 'deadline' });
}
