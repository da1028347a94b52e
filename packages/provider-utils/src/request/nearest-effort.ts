import type { ReasoningEffort } from '@understudy/core/provider';

const order: readonly ReasoningEffort[] = [
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
export function nearestEffort<Effort extends ReasoningEffort>(
  effort: ReasoningEffort,
  accepted: readonly Effort[],
): Effort | undefined {
  const same = accepted.find((each) => each === effort);
  if (same !== undefined) return same;
  const levels = accepted.filter((each) => each !== 'none');
  const rank = order.indexOf(effort);
  return levels.findLast((each) => order.indexOf(each) < rank) ?? levels[0];
}
