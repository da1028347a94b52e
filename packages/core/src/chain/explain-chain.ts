import type { AttemptError } from '../chat/attempt.ts';
import type { Timeouts } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { Lifecycle } from '../provider/provider-definition.ts';
import type { TargetParameters } from '../registry/chain-definition.ts';
import type { ChainPolicy } from '../registry/chain-policy.ts';
import type { PlannedRoute } from '../registry/route.ts';
import type { ProgressServices } from './chain-progress.ts';
import { findBlockage } from './plan-targets.ts';

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

/** What a chat would do, in order. */
export interface ChainExplanation {
  readonly targets: readonly ExplainedTarget[];
  readonly policy: ChainPolicy;
}

export function explainChain(
  request: ChatRequest,
  routes: readonly PlannedRoute[],
  policy: ChainPolicy,
  services: ProgressServices,
): ChainExplanation {
  return {
    targets: routes.map((route) => explainTarget(route, request, services)),
    policy,
  };
}

function explainTarget(
  route: PlannedRoute,
  request: ChatRequest,
  { clock, health }: ProgressServices,
): ExplainedTarget {
  const { definition, model, parameters = {}, timeouts, maxConcurrent } = route;
  const now = clock.now();
  const blocked = health
    .of({ provider: definition.id, model })
    .blocked(maxConcurrent ?? Number.POSITIVE_INFINITY);
  const blockage = findBlockage(route, request, blocked, now);
  return {
    provider: definition.id,
    model,
    lifecycle: definition.lifecycle.state,
    skipped: blockage && {
      code: blockage.code,
      message: blockage.message,
      retryAfterMs: blockage.until === undefined ? undefined : Math.max(0, blockage.until - now),
    },
    parameters,
    timeouts,
    maxConcurrent,
  };
}
