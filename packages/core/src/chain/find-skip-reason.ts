import type { ChatRequest } from '../chat/chat-request.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Unavailable } from '../health/target-state.ts';
import type { Route } from '../registry/route.ts';
import { missingCapability } from './missing-capability.ts';

/** Why a target can't be asked. */
export interface SkipReason {
  readonly code: Extract<
    ErrorCode,
    'unsupported-feature' | 'circuit-open' | 'cooling-down' | 'concurrency-limited'
  >;
  readonly message: string;
  /** When it may be asked, on the monotonic clock; undefined where waiting does not help. */
  readonly retryAt: number | undefined;
}

/**
 * Whether a target can take a request now; undefined when it can.
 *
 * @param blocked - what the health of the target says
 */
export function findSkipReason(
  { definition, maxConcurrent }: Route,
  request: ChatRequest,
  blocked: Unavailable | undefined,
  now: number,
): SkipReason | undefined {
  const missing = missingCapability(request, definition.capabilities);
  if (missing !== undefined) {
    const message = `expected a request without ${missing}, which it can't take`;
    return { code: 'unsupported-feature', message, retryAt: undefined };
  }
  if (!blocked) return undefined;
  const { code, until: retryAt } = blocked;
  const wait = retryAt === undefined ? '' : ` for ${Math.ceil(retryAt - now)} ms more`;
  switch (code) {
    case 'circuit-open':
      return { code, retryAt, message: `it failed too often, and rests${wait}` };
    case 'cooling-down':
      return { code, retryAt, message: `it asked for a rest, and has it${wait}` };
    case 'concurrency-limited':
      return {
        code,
        retryAt,
        message: `all ${maxConcurrent ?? 0} places are taken (maxConcurrent)`,
      };
  }
}

/** How long a target can't be asked yet; undefined where waiting does not help. */
export function blockedForMs({ retryAt }: SkipReason, now: number): number | undefined {
  return retryAt === undefined ? undefined : Math.max(0, retryAt - now);
}
