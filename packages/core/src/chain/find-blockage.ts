import type { ChatRequest } from '../chat/chat-request.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Blocked } from '../health/target-health.ts';
import type { Route } from '../registry/route.ts';
import { missingCapability } from './missing-capability.ts';

/** Why a target can't be asked. */
export interface Blockage {
  readonly code: Extract<
    ErrorCode,
    'unsupported-feature' | 'circuit-open' | 'cooling-down' | 'concurrency-limited'
  >;
  readonly message: string;
  /** When it may be asked, on the monotonic clock; undefined where waiting does not help. */
  readonly until: number | undefined;
}

/**
 * Whether a target can take a request now; undefined when it can.
 *
 * @param blocked - what the health of the target says
 */
export function findBlockage(
  { definition, maxConcurrent }: Route,
  request: ChatRequest,
  blocked: Blocked | undefined,
  now: number,
): Blockage | undefined {
  const missing = missingCapability(request, definition.capabilities);
  if (missing !== undefined) {
    const message = `expected a request without ${missing}, which it can't take`;
    return { code: 'unsupported-feature', message, until: undefined };
  }
  if (!blocked) return undefined;
  const { code, until } = blocked;
  const wait = until === undefined ? '' : ` for ${Math.ceil(until - now)} ms more`;
  switch (code) {
    case 'circuit-open':
      return { code, until, message: `it failed too often, and rests${wait}` };
    case 'cooling-down':
      return { code, until, message: `it asked for a rest, and has it${wait}` };
    case 'concurrency-limited':
      return { code, until, message: `all ${maxConcurrent ?? 0} places are taken (maxConcurrent)` };
  }
}

/** How long a target can't be asked yet; undefined where waiting does not help. */
export function blockedForMs({ until }: Blockage, now: number): number | undefined {
  return until === undefined ? undefined : Math.max(0, until - now);
}
