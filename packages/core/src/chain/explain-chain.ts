import type { AttemptError } from '../chat/attempt.ts';
import type { Timeouts } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';
import type { TargetParameters } from '../registry/chain-definition.ts';
import type { ChainPolicy } from '../registry/chain-policy.ts';
import type { PlannedRoute } from '../registry/route.ts';
import type { ChainServices } from './chain-state.ts';
import type { SkipReason } from './find-skip-reason.ts';
import { blockedForMs, findSkipReason } from './find-skip-reason.ts';

/** What a chat would do with one target. */
export interface ExplainedTarget {
  readonly provider: string;
  readonly model: string;
  readonly lifecycle: Lifecycle['state'];
  /** Why it would be passed over now; undefined when it would be asked. */
  readonly skipped: (AttemptError & { readonly retryAfterMs: number | undefined }) | undefined;
  readonly parameters: TargetParameters;
  readonly timeouts: Timeouts;
  readonly maxConcurrent: number | undefined;
}

export interface ExplainServices extends ChainServices {
  /** Why a provider may not be used; undefined when it may. */
  readonly refusalOf: (definition: ProviderDefinition) => UnderstudyError | undefined;
}

/** What a chat would do, in order. */
export interface ChainExplanation {
  readonly targets: readonly ExplainedTarget[];
  readonly policy: ChainPolicy;
}

export function explainChain(
  request: ChatRequest,
  routes: readonly PlannedRoute[],
  policy: ChainPolicy,
  services: ExplainServices,
): ChainExplanation {
  return {
    targets: routes.map((route) => explainTarget(route, request, services)),
    policy,
  };
}

function explainTarget(
  route: PlannedRoute,
  request: ChatRequest,
  { clock, health, refusalOf }: ExplainServices,
): ExplainedTarget {
  const { definition, model, parameters = {}, timeouts, maxConcurrent } = route;
  const now = clock.now();
  const blocked = health.of({ provider: definition.id, model }).blocked(maxConcurrent);
  const blockage = findSkipReason(route, request, blocked, now);
  return {
    provider: definition.id,
    model,
    lifecycle: definition.lifecycle.state,
    skipped: toSkip(refusalOf(definition) ?? blockage, now),
    parameters,
    timeouts,
    maxConcurrent,
  };
}

function toSkip(
  why: UnderstudyError | SkipReason | undefined,
  now: number,
): ExplainedTarget['skipped'] {
  if (!why) return undefined;
  const retryAfterMs = 'retryAt' in why ? blockedForMs(why, now) : undefined;
  return { code: why.code, message: why.message, retryAfterMs };
}
