import type { AttemptError } from '../chat/attempt.ts';
import type { SizeLimits, Timeouts } from '../chat/chat-options.ts';
import type { RequestContent } from '../chat/chat-request.ts';
import type { JsonObject } from '../chat/json.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthOptions } from '../health/health-options.ts';
import type { Lifecycle, ProviderDefinition } from '../provider/provider-definition.ts';
import type {
  ErrorRuleOverrides,
  PoolStrategy,
  TargetParameters,
} from '../registry/chain/chain-definition.ts';
import type { ChatPolicy } from '../registry/chain/chat-policy.ts';
import { formatCount } from '../text/format-count.ts';
import type { ChainServices } from './chain-services.ts';
import type { SkipReason } from './decide/find-skip-reason.ts';
import { remainingMs, findSkipReason } from './decide/find-skip-reason.ts';
import { readEstimate } from './estimate-tokens.ts';
import type { MemberChoice } from './targets/order-targets.ts';
import type { SelectedRoute } from './targets/target-selector.ts';

/** Why a target of a pool has its position. */
export interface ExplainedPool {
  readonly strategy: PoolStrategy;
  /** For people, for example `2 attempts in flight`. */
  readonly reason: string;
}

/** What a chat would do with one target now. */
export interface ExplainedTarget {
  readonly provider: string;
  readonly model: string;
  readonly lifecycle: Lifecycle['state'];
  /** Why the target would be skipped; undefined if a chat would use it. */
  readonly skipped: (AttemptError & { readonly retryAfterMs: number | undefined }) | undefined;
  /** The innermost pool that contains the target. Undefined if no pool does. */
  readonly pool: ExplainedPool | undefined;
  readonly parameters: TargetParameters;
  readonly providerOptions: JsonObject | undefined;
  readonly timeouts: Timeouts;
  readonly limits: SizeLimits;
  readonly maxConcurrent: number | undefined;
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
  readonly retries: number;
  readonly maxWaitMs: number;
  /** The context window in tokens. Undefined if it is not known. */
  readonly contextTokens: number | undefined;
  /** Those of the chain with those of the target. */
  readonly errorRules: ErrorRuleOverrides;
}

export interface ExplainServices extends ChainServices {
  /** Returns why a provider may not be used, or undefined if it may. */
  readonly findRejection: (definition: ProviderDefinition) => UnderstudyError | undefined;
}

/** The options of a chat, and those for the health of targets, which all chats of the runtime share. */
export interface ChainPolicy extends ChatPolicy, HealthOptions {}

/** What a chat would do: its targets in order, and its options. */
export interface ChainExplanation {
  readonly targets: readonly ExplainedTarget[];
  readonly policy: ChainPolicy;
}

export function explainChain(
  request: RequestContent,
  selected: readonly SelectedRoute[],
  policy: ChatPolicy,
  services: ExplainServices,
): ChainExplanation {
  const explain = (isLastResort: boolean): readonly ExplainedTarget[] =>
    selected.map((target) => explainTarget({ ...target, isLastResort }, request, services));
  const targets = explain(false);
  const isLastResort = targets.every(({ skipped }) => skipped);
  return {
    targets: isLastResort ? explain(true) : targets,
    policy: { ...policy, ...services.health.options },
  };
}

function explainTarget(
  { route, choice, isLastResort }: SelectedRoute & { readonly isLastResort: boolean },
  request: RequestContent,
  { clock, health, estimateTokens, findRejection }: ExplainServices,
): ExplainedTarget {
  const { definition, model, tokensPerMinute } = route;
  const now = clock.now();
  const tokens = tokensPerMinute === undefined ? 0 : readEstimate(estimateTokens, request);
  const demand = { limits: route, tokens };
  const unavailable = health.unavailable(
    { provider: definition.id, model },
    { demand, isLastResort },
  );
  const skipReason = findSkipReason(route, request, { demand, unavailable }, now);
  return {
    provider: definition.id,
    model,
    lifecycle: definition.lifecycle.state,
    skipped: toSkip(findRejection(definition) ?? skipReason, now),
    pool: choice && { strategy: choice.pool.strategy, reason: describeChoice(choice) },
    parameters: route.parameters ?? {},
    providerOptions: route.providerOptions,
    timeouts: route.timeouts,
    limits: route.limits,
    maxConcurrent: route.maxConcurrent,
    requestsPerMinute: route.requestsPerMinute,
    tokensPerMinute,
    retries: route.retries,
    maxWaitMs: route.maxWaitMs,
    contextTokens: route.contextTokens,
    errorRules: route.errorRules,
  };
}

function toSkip(
  reason: UnderstudyError | SkipReason | undefined,
  now: number,
): ExplainedTarget['skipped'] {
  if (!reason) return undefined;
  const retryAfterMs = 'retryAt' in reason ? remainingMs(reason, now) : undefined;
  return { code: reason.code, message: reason.message, retryAfterMs };
}

/** Returns why a member of a pool has its position, for `explain()`. */
function describeChoice(choice: MemberChoice): string {
  switch (choice.reason) {
    case 'affinity':
      return 'affinity';
    case 'exploration':
      return 'not used for the longest time';
    case 'strategy':
      return describeStrategy(choice);
  }
}

function describeStrategy({ pool, candidate, position }: MemberChoice): string {
  const { inFlight } = candidate;
  const medianMs = candidate.medianMs();
  switch (pool.strategy) {
    case 'priority':
      return `position ${position + 1} of ${pool.members.length}`;
    case 'weighted':
      return `weight ${candidate.member.weight} of ${pool.totalWeight}`;
    case 'round-robin':
      return position === 0 ? 'next in turn' : `${formatCount(position, 'turn')} later`;
    case 'least-busy':
      return `${formatCount(inFlight, 'attempt')} in flight`;
    case 'fastest':
      return medianMs === undefined
        ? 'no time to first content is known'
        : `${Math.round(medianMs)} ms to first content, ${inFlight} in flight`;
  }
}
