import { UnderstudyError } from '../errors/understudy-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { CreatedProvider, ProviderInstances } from '../registry/provider-instances.ts';
import type { CallScope } from '../scope/call-scope.ts';
import { PhaseTimer } from '../scope/phase-timer.ts';
import type { OwnHttp } from './create-http.ts';

export interface RuntimeParts {
  readonly scope: CallScope;
  readonly instances: ProviderInstances;
  /** Not an `Http` of the app. */
  readonly ownHttp: OwnHttp;
  readonly clock: Clock;
}

/**
 * Aborts all calls and waits for them, then closes the providers one after the other in reverse order of
 * creation, then the sockets. An `Http` of the app is left open.
 *
 * @throws UnderstudyError `timeout` that names the work that did not end within `timeoutMs`; `internal` that names the
 * first provider that could not be closed, or the method of a clock of the app that throws
 */
export async function closeRuntime(
  { scope, instances, ownHttp, clock }: RuntimeParts,
  timeoutMs: number,
): Promise<void> {
  const ended = scope.close();
  const abandoned: string[] = [];
  const errors: UnderstudyError[] = [];
  try {
    const until = clock.now() + timeoutMs;
    if (!(await settlesBefore(ended, until, clock))) abandoned.push(...scope.names);
    for (const created of instances.created.toReversed()) {
      const closing = closeProvider(created, errors);
      if (!(await settlesBefore(closing, until, clock))) abandoned.push(`provider "${created.id}"`);
    }
  } finally {
    // Also if a clock of the app throws.
    await ownHttp.close();
  }
  const [error] = errors;
  if (abandoned.length > 0) throw abandonedError(abandoned, timeoutMs);
  if (error) throw error;
}

/** Never rejects, so that one provider does not keep the others open. */
async function closeProvider(
  { id, provider }: CreatedProvider,
  errors: UnderstudyError[],
): Promise<void> {
  try {
    await provider.close?.();
  } catch (cause) {
    const message = `close: provider "${id}" could not be closed (see cause)`;
    errors.push(new UnderstudyError('internal', message, { cause }));
  }
}

/** Returns whether a promise settles before a time of the monotonic clock. */
function settlesBefore(promise: Promise<unknown>, until: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = new PhaseTimer(clock, () => resolve(false));
    timer.start(Math.max(0, until - clock.now()));
    const settle = (): void => {
      timer.stop();
      resolve(true);
    };
    promise.then(settle, settle);
  });
}

function abandonedError(names: readonly string[], timeoutMs: number): UnderstudyError {
  const message = `close: not ended within ${timeoutMs / 1000} s (timeoutMs) and abandoned: ${[...new Set(names)].join(', ')}`;
  return new UnderstudyError('timeout', message);
}
