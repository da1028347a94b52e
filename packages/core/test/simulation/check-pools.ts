import { leavesOf } from './leaf-targets.ts';
import type { CallRecord, RunRecord } from './records.ts';

/** A share of a weighted pool may differ by so many standard deviations from its weight. There are many runs. */
const maxDeviations = 6;

/** Chats of a conversation prefer the same target, and a weighted pool follows its weights. */
export function checkPools(run: RunRecord): readonly string[] {
  return [...checkAffinity(run), ...checkWeights(run)];
}

/** The first entry of the attempt log is the preferred target, or the reason why it was left out. */
function checkAffinity({ calls, scenario }: RunRecord): readonly string[] {
  const hasLimits = leavesOf(scenario.chain).some(
    ({ maxConcurrent, requestsPerMinute, tokensPerMinute, maxWaitMs = 0 }) =>
      maxWaitMs > 0 || (maxConcurrent ?? requestsPerMinute ?? tokensPerMinute) !== undefined,
  );
  // A chat that waits for limits starts on whichever target is free first.
  if (hasLimits) return [];
  const preferred = new Map<string, string>();
  return calls.flatMap((call) => {
    const { affinity } = call.caller.options;
    const target = firstTargetOf(call);
    if (affinity === undefined || target === undefined) return [];
    const expected = preferred.get(affinity) ?? target;
    preferred.set(affinity, expected);
    return target === expected ? [] : [`${call.caller.id}: preferred ${target} to ${expected}`];
  });
}

function firstTargetOf({ attempts: [first] }: CallRecord): string | undefined {
  return first && `${first.provider}/${first.model}`;
}

/** Checked for a chain that is one pool without pools in it, and for many chats. */
function checkWeights({ calls, scenario }: RunRecord): readonly string[] {
  const [node, ...others] = scenario.chain.targets;
  if (typeof node !== 'object' || !('pool' in node) || others.length > 0) return [];
  if (node.strategy !== 'weighted' || calls.length < 100) return [];
  const members = node.pool.flatMap((member) =>
    typeof member === 'object' && 'target' in member ? [member] : [],
  );
  const total = members.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const chats = calls.length;
  return members.flatMap(({ target, weight = 1 }) => {
    const share = weight / total;
    const count = calls.filter((call) => firstTargetOf(call) === target).length;
    const deviation = Math.sqrt(chats * share * (1 - share));
    if (Math.abs(count - chats * share) <= maxDeviations * deviation) return [];
    return [`${target}: ${count} of ${chats} chats, its share is ${share}`];
  });
}
