import type { ReasoningEffort } from '@understudy/core/provider';

/** All efforts, lowest first. */
export const reasoningEfforts: readonly ReasoningEffort[] = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
];

/**
 * Returns the effort to send: the one of the request, else the next lower one that is accepted, else the lowest.
 *
 * `none` is only returned for `none`. Returns undefined if nothing is accepted.
 *
 * @param accepted - what the model accepts, lowest first
 */
export function findNearestEffort<Effort extends ReasoningEffort>(
  effort: ReasoningEffort,
  accepted: readonly Effort[],
): Effort | undefined {
  const same = accepted.find((each) => each === effort);
  if (same !== undefined) return same;
  const levels = accepted.filter((each) => each !== 'none');
  const rank = reasoningEfforts.indexOf(effort);
  return levels.findLast((each) => reasoningEfforts.indexOf(each) < rank) ?? levels[0];
}

/** Returns the effort that is nearest to a budget for reasoning, in tokens. */
export function toEffort(budgetTokens: number): ReasoningEffort {
  if (budgetTokens <= 4096) return 'low';
  return budgetTokens <= 12_288 ? 'medium' : 'high';
}
