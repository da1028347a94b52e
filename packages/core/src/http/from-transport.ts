import type { Phase } from '../chat/attempt.ts';
import { ProviderError } from '../errors/provider-error.ts';

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/**
 * What may be kept of a transport's error: its name, and its code. Its message and its fields can
 * hold raw bytes of the answer.
 */
function tellCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const [first] = error instanceof AggregateError ? error.errors : [];
  const code = codeOf(error) ?? codeOf(first);
  return new Error(code === undefined ? error.name : `${error.name} ${code}`);
}

/** An error of the transport in our words; `origin` is the server's address, without path or query. */
export function fromTransport(error: unknown, phase: Phase, origin: string): ProviderError {
  const cause = tellCause(error);
  const code = codeOf(error);
  if (code?.startsWith('HPE_') === true) {
    return new ProviderError({
      code: 'malformed-response',
      message: `expected HTTP from ${origin}, and what came is none`,
      phase,
      cause,
    });
  }
  const what = phase === 'connect' ? 'could not be reached' : 'closed the connection too early';
  const why = cause ? ` (${cause.message})` : '';
  return new ProviderError({
    code: 'connection-failed',
    message: `${origin} ${what}${why}`,
    phase,
    cause,
  });
}
